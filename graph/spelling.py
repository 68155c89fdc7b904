"""How a typed Latin word may be meant: as several syllables, or with one typo."""

from __future__ import annotations

from functools import cache, lru_cache
from string import ascii_lowercase, digits

SHORTEST_MISSPELT = 5
"""Letters from which a word may hold a typo. Judgement: of four, too many words are
one typo away."""

_LONGEST_MISSPELT = 24
"""Judgement: longer ones are several words, and cost a second."""

_LONGEST_SYLLABLE = 6
_LONGEST_READ = 100
"""Judgement: longer ones are no word, and each syllable is a call."""

_MOST_READINGS = 8  # judgement: each place where readings part doubles them

# Syllables of pinyin as pypinyin's dictionary has them, without tones, with v for ü;
# without its bare consonants.
_SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing
    bo bong bu ca cai can cang cao ce cei cen ceng cha chai chan chang chao che chen
    cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
    cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die din
    ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng
    fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan
    guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan
    huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun
    ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la
    lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou
    lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min
    ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie
    nin ning niu nong nou nu nuan nun nuo nv nve o ou pa pai pan pang pao pei pen
    peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing
    qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui
    run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen
    sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan
    sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan
    tui tun tuo wa wai wan wang wei wen weng wo wong wu xi xia xian xiang xiao xie
    xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu
    yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe
    zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou
    zu zuan zui zun zuo
    """.split()  # noqa: SIM905 - 414 lines otherwise
)


@cache
def _openings() -> frozenset[str]:
    """What a syllable may begin with, itself included."""
    return frozenset(
        syllable[:end] for syllable in _SYLLABLES for end in range(1, len(syllable) + 1)
    )


def syllable_readings(word: str, *, unfinished: bool = False) -> list[tuple[str, ...]]:
    """Ways to read a word as three or more syllables of pinyin, the likely ones first.

    With `unfinished` the last one may be the start of a syllable. O(length).

    Examples
    --------
    >>> syllable_readings("jinanhua")[:2]
    [('ji', 'nan', 'hua'), ('jin', 'an', 'hua')]
    >>> syllable_readings("huadongj", unfinished=True)[0]
    ('hua', 'dong', 'j')
    """
    if not (word.isascii() and word.isalpha()) or len(word) > _LONGEST_READ:
        return []
    return [found for found in _readings(word, unfinished) if len(found) > 2]


@lru_cache(10_000)  # words a typo apart end alike
def _readings(rest: str, unfinished: bool) -> tuple[tuple[str, ...], ...]:  # noqa: FBT001 - a cache's key
    """The likely ways to read what is left of a word, by any number of syllables."""
    if not rest:
        return ((),)
    found = [
        (rest[:end], *later)
        for end in range(1, min(_LONGEST_SYLLABLE, len(rest)) + 1)
        if rest[:end] in _SYLLABLES
        or (unfinished and end == len(rest) and rest in _openings())
        for later in _readings(rest[end:], unfinished)
    ]
    return tuple(sorted(found, key=_unlikely)[:_MOST_READINGS])


def _unlikely(reading: tuple[str, ...]) -> tuple[int, int]:
    """Many syllables, and such as begin with a vowel."""
    return len(reading), sum(syllable[0] in "aeo" for syllable in reading)


def may_be_misspelt(word: str) -> bool:
    """Whether a typo is looked for: Latin letters, neither few nor very many."""
    fits = SHORTEST_MISSPELT <= len(word) <= _LONGEST_MISSPELT
    return fits and word.isascii() and word.isalpha()


@lru_cache(256)
def one_typo_away(word: str) -> frozenset[str]:
    """Words that one letter dropped, added, changed or swapped makes of this one.

    Optimal string alignment distance 1, over Latin letters and digits. O(length²).

    Examples
    --------
    >>> sorted({"jinan", "jina", "jinnan", "jianan"} & one_typo_away("jinna"))
    ['jina', 'jinan', 'jinnan']
    """
    letters = ascii_lowercase + digits
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {head + tail[1:] for head, tail in cuts if tail}
    near |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if tail[1:]}
    near |= {head + new + tail[1:] for head, tail in cuts if tail for new in letters}
    near |= {head + new + tail for head, tail in cuts for new in letters}
    return frozenset(near - {word})
