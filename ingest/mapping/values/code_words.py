"""Words that lists use for the codes of the vocabulary, beside the codes' own labels.

By property, then by code. Words under ``""`` say nothing of the property: a list that
puts 抵押 into the column of liabilities says that nobody is liable beyond the pledge.
"""

from __future__ import annotations

CODE_WORDS: dict[str, dict[str, str]] = {
    "guarantee_kind": {
        "guarantee": "保证担保 信用担保 信用保证 连带责任保证 连带责任担保 连带保证 "
        "连带责任 连带担保 一般保证 一般担保 保证人担保 第三方保证 企业保证 个人保证 "
        "自然人保证 法人保证 最高额保证 surety corporateguarantee personalguarantee",
        "counter_guarantee": "反担保保证 counterguarantee",
        "mortgage": "抵押担保 最高额抵押 房产抵押 不动产抵押 土地抵押 动产抵押 "
        "房地产抵押 设备抵押 realestate",
        "pledge": "质押担保 最高额质押 股权质押 股票质押 应收账款质押 存单质押 "
        "保证金质押 sharepledge",
        "": "信用 无担保 unsecured",
    },
    "liability": {
        "general": "一般责任保证 一般责任 一般担保 一般保证责任 一般责任担保 "
        "generalguarantee",
        "joint": "连带责任 连带保证 连带担保 连带责任担保 连带保证责任 连带 "
        "连带共同保证 不可撤销连带责任保证 不可撤销连带责任担保 jointseveral "
        "joint&several jointandseveralguarantee jointliability",
        "unspecified": "未约定 无约定 不明确 未约定责任方式",
        "": "抵押 质押 保证 信用 抵押担保 质押担保 mortgage pledge",
    },
    "cap_kind": {
        "single": "单笔 单笔担保 普通保证 一般额 逐笔",
        "maximum": "最高额 最高额保证 最高额抵押 最高额质押 最高额合同 最高额保证担保",
    },
    "cap_basis": {
        "all_in": "本金利息及费用 本息 本金及利息 全额 本息费",
        "principal": "本金 主债权本金",
    },
    "mutual_recourse": {"none": "无", "amount": "按金额", "pro_rata": "按份额 比例"},
    "resolution": {
        "ok": "已决议 有 已审议 已审批 通过 已履行",
        "missing": "无决议 无 未决议 未审议 未履行",
        "not_required": "不需要 不适用 无需 无须",
        "unknown": "未知 不明",
    },
    "status": {
        "active": "正常 生效 履行中 正在履行 在保 存续 未到期 未解除 inforce "
        "outstanding",
        "released": "解除 已履行完毕 履行完毕 已结清 结清 终止 已终止 完结 已完结 "
        "解保 已解保 terminated discharged",
        "called": "已代偿 代偿 代偿中 已承担担保责任",
        "expired": "到期 已到期 过期 失效 已失效",
        "disputed": "诉讼中 争议 涉诉",
    },
    "party_type": {
        "company": "公司 法人 企业法人 法人股东 企业股东 境内法人 境外法人 机构 "
        "非自然人 合伙企业 有限合伙 corporation corporate legalentity enterprise",
        "person": "个人 自然人股东 境内自然人 境外自然人 个体 individual naturalperson",
        "guarantee_company": "担保公司 融资性担保公司 担保机构 guarantor",
        "bank": "商业银行 金融机构 financialinstitution",
        "state_organ": "机关 机关法人 政府机关 事业单位 国有机关 政府",
        "fund": "私募基金 投资基金 基金产品",
    },
    "role_type": {
        "legal_representative": "法人代表 法人 法定代表 负责人 执行事务合伙人",
        "director": "董事长 副董事长 执行董事 独立董事 董事局主席 董事会成员 "
        "chairman chairperson independentdirector executivedirector",
        "supervisor": "监事会主席 监事长 职工监事 监事会成员",
        "executive": "总经理 副总经理 经理 总裁 副总裁 董事会秘书 首席执行官 "
        "高级管理人员 ceo generalmanager manager president",
        "actual_controller": "实控人 实际控制方 共同实际控制人 controller "
        "ultimatecontroller",
        "finance_officer": "财务总监 首席财务官 财务主管 cfo",
    },
    "relation": {
        "spouse": "夫妻 妻子 丈夫 妻 夫 husband wife",
        "parent": "父亲 母亲 父 母 father mother",
        "child": "子 女 儿子 女儿 son daughter",
        "sibling": "兄弟 姐妹 哥哥 弟弟 姐姐 妹妹 兄 弟 姐 妹 brother sister",
        "other": "其他 其他亲属 近亲属",
    },
    "event_type": {
        "litigation": "民事诉讼 起诉 立案 开庭 判决 裁判文书 lawsuit",
        "enforcement": "执行 被执行人 强制执行 终本案件 终结本次执行",
        "dishonest_debtor": "失信 失信人 列入失信 失信被执行",
        "consumption_limit": "限制消费 限高 限制消费令 限制高消费令",
        "equity_freeze": "股权冻结信息 冻结 司法冻结",
        "bankruptcy": "破产清算 破产重整 重整 破产案件 insolvency",
        "abnormal_operation": "经营异常名录 列入经营异常名录 异常名录",
        "overdue": "贷款逾期 债务逾期 欠息",
        "rating_change": "评级下调 评级调整 评级变化",
        "default": "债券违约 债务违约 实质违约",
    },
    "five_class": {
        "normal": "正常类 1 pass",
        "special_mention": "关注类 2 specialmention",
        "substandard": "次级类 3",
        "doubtful": "可疑类 4",
        "loss": "损失类 5",
    },
    "contact_type": {
        "address": "住所 注册地址 办公地址 通讯地址 经营地址",
        "phone": "联系电话 手机 手机号 电话号码 mobile telephone tel",
        "email": "邮箱 电子邮件 mail",
        "device": "设备号",
    },
}
