"""Parts of invented names: Chinese characters, each with its Latin reading.

The cities do not exist; every company's name begins with one of them, so that no
name of the economy can be a registered one.
"""

from __future__ import annotations

Word = tuple[str, str]


def _pairs(text: str, width: int) -> tuple[Word, ...]:
    return tuple((item[:width], item[width:]) for item in text.split())


CITIES = _pairs(
    "临渊Linyuan 澄岚Chenglan 霁川Jichuan 砚海Yanhai 云砥Yundi 岚汀Lanting "
    "瀚屏Hanping 栖衡Qiheng 朔岭Shuoling 潞浔Luxun 沁棠Qintang 青砚Qingyan "
    "凤渚Fengzhu 槐嶂Huaizhang 锦澨Jinshi 桐汐Tongxi 苇洲Weizhou 檀屿Tanyu "
    "玄浦Xuanpu 蓼湾Liaowan 蘅安Hengan 榆泽Yuze 泠江Lingjiang 霖台Lintai",
    2,
)

FIRST = _pairs(
    "博Bo 金Jin 海Hai 瑞Rui 东Dong 恒Heng 百Bai 中Zhong 嘉Jia 华Hua 盛Sheng 鼎Ding "
    "宏Hong 泰Tai 德De 信Xin 兴Xing 隆Long 永Yong 昌Chang 安An 康Kang 福Fu 顺Shun "
    "达Da 远Yuan 志Zhi 诚Cheng 明Ming 光Guang 新Xin 天Tian 宇Yu 宝Bao 凯Kai 利Li "
    "丰Feng 润Run 祥Xiang 荣Rong 富Fu 美Mei 佳Jia 亚Ya 联Lian 正Zheng 方Fang 圆Yuan "
    "广Guang 江Jiang 河He 龙Long 凤Feng 银Yin 铭Ming 锦Jin 翔Xiang 飞Fei 腾Teng "
    "卓Zhuo 越Yue 创Chuang 奥Ao 迪Di 科Ke 力Li 源Yuan 众Zhong 同Tong 和He 星Xing "
    "晨Chen 旭Xu 胜Sheng 钧Jun 熙Xi 景Jing 松Song 柏Bai 启Qi",
    1,
)

SECOND = _pairs(
    "远yuan 桥qiao 拓tuo 禾he 岭ling 升sheng 川chuan 诚cheng 年nian 信xin 达da 盛sheng "
    "通tong 源yuan 泰tai 隆long 兴xing 昌chang 茂mao 丰feng 润run 邦bang 业ye 成cheng "
    "立li 华hua 安an 康kang 瑞rui 祥xiang 洋yang 宇yu 光guang 辉hui 耀yao 图tu "
    "宏hong 凯kai 森sen 林lin 峰feng 岳yue 山shan 海hai 江jiang 湖hu 河he 波bo 澜lan "
    "涛tao 云yun 霞xia 月yue 晖hui 阳yang 旺wang 发fa 财cai 富fu 贵gui 荣rong 和he "
    "顺shun 平ping 宁ning 益yi 利li 联lian 合he 众zhong 聚ju 汇hui 鑫xin 鹏peng "
    "鸿hong 骏jun 驰chi 翔xiang 飞fei 越yue",
    1,
)

INDUSTRIES: tuple[tuple[str, str, str], ...] = (
    ("纺织", "Textile", "C17"),
    ("机械", "Machinery", "C34"),
    ("化工", "Chemical", "C26"),
    ("粮油", "Grain & Oil", "C13"),
    ("建材", "Building Materials", "C30"),
    ("钢贸", "Steel Trading", "F51"),
    ("食品", "Foods", "C14"),
    ("电子", "Electronics", "C39"),
    ("塑料", "Plastics", "C29"),
    ("家具", "Furniture", "C21"),
    ("造纸", "Paper", "C22"),
    ("印刷", "Printing", "C23"),
    ("医药", "Pharmaceutical", "C27"),
    ("橡胶", "Rubber", "C29"),
    ("金属制品", "Metal Products", "C33"),
    ("汽车配件", "Auto Parts", "C36"),
    ("船舶", "Shipbuilding", "C37"),
    ("电气", "Electric", "C38"),
    ("仪表", "Instruments", "C40"),
    ("物流", "Logistics", "G59"),
    ("运输", "Transport", "G54"),
    ("商贸", "Trading", "F51"),
    ("进出口", "Import & Export", "F51"),
    ("置业", "Real Estate", "K70"),
    ("建设", "Construction", "E47"),
    ("装饰", "Decoration", "E50"),
    ("农业", "Agriculture", "A01"),
    ("牧业", "Livestock", "A03"),
    ("水产", "Aquatic Products", "A04"),
    ("能源", "Energy", "D44"),
    ("矿业", "Mining", "B08"),
    ("环保", "Environment", "N77"),
    ("信息技术", "Information Technology", "I65"),
    ("酒店", "Hotel", "H61"),
    ("投资", "Investment", "L72"),
    ("控股", "Holdings", "L72"),
)
"""Chinese, English, GB/T 4754-2017 division."""

SURNAMES = _pairs(
    "王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 赵Zhao 黄Huang 周Zhou 吴Wu 徐Xu 孙Sun "
    "胡Hu 朱Zhu 高Gao 林Lin 何He 郭Guo 马Ma 罗Luo 梁Liang 宋Song 郑Zheng 谢Xie 韩Han "
    "唐Tang 冯Feng 于Yu 董Dong 萧Xiao 程Cheng 曹Cao 袁Yuan 邓Deng 许Xu 傅Fu 沈Shen "
    "曾Zeng 彭Peng 吕Lyu 苏Su 卢Lu 蒋Jiang 蔡Cai 贾Jia 丁Ding 魏Wei 薛Xue 叶Ye 阎Yan",
    1,
)

GIVEN = _pairs(
    "伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan "
    "杰jie 娟juan 涛tao 明ming 超chao 兰lan 霞xia 平ping 刚gang 桂gui 英ying 华hua "
    "玉yu 萍ping 红hong 梅mei 鹏peng 辉hui 建jian 国guo 志zhi 文wen 海hai 荣rong "
    "春chun 林lin 波bo 宁ning 东dong 峰feng 凯kai 浩hao 宇yu 欣xin 佳jia 雪xue "
    "婷ting 慧hui 琳lin 颖ying 倩qian 莹ying 晨chen 阳yang 思si 博bo 子zi 俊jun",
    1,
)

BANK_WORDS = _pairs(
    "农商Rural 城商City 惠民Huimin 汇通Huitong 同裕Tongyu 厚生Housheng", 2
)

STREETS = _pairs(
    "松涛Songtao 望江Wangjiang 学林Xuelin 东塘Dongtang 石桥Shiqiao 翠微Cuiwei "
    "云栖Yunqi 金沙Jinsha 月湖Yuehu 长亭Changting 白露Bailu 柳浪Liulang",
    2,
)

PROVINCES = ("沧南省", "朔北省", "云东省", "衡中省", "霖左省", "澜右省")
"""Invented as well; four cities each, in the order of `CITIES`."""
