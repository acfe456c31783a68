"""Where rules come from, as findings cite it."""

ARTICLE_50 = "《政府信息公开条例》第五十条"
ACCURATE = f"{ARTICLE_50}：数据应当准确"
AGREES = f"{ARTICLE_50}：文字与表格应当一致"
FORMAT = "国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》"
FEES = "国办函〔2020〕109号；国办公开办函〔2021〕30号"
