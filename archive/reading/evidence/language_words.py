"""Function words of German, its neighbours and the larger European languages, to tell languages apart in one pass."""

from functools import cache

_WORDS = {
    "de": """
        der die das und ist nicht ein eine einen einem einer eines mit sich auf für den dem des im auch als wie
        von zu zum zur bei nach aus durch wird werden wurde wurden haben hat hatte sind war waren sein seine
        seiner seinen ihre ihren ihrer es er sie wir ich aber oder wenn dass daß noch nur mehr über unter vor
        zwischen gegen ohne seit bis um am an kann können soll sollen muss müssen will dieser diese dieses
        diesem diesen kein keine man so schon sehr hier dort jedoch weil während laut sowie bereits habe sei
        wäre würde in was wer wo ob doch mir dich ihm ihn uns euch du
    """,
    "en": """
        the of and to in is was for that on with as by at from it he she they his her their its be are were been
        has have had not but or which who this these those will would can could should an a after before about
        into than more when while said also there we you your i my if so no new what all one two over only other
        some such out up how
    """,
    "fr": """
        le la les des du de et est un une en dans que qui pour pas sur au aux avec ce cette ces il elle ils
        elles on nous vous je ne se sa son ses leur leurs par plus mais ou où être été sont était avait ont fait
        comme tout tous très entre sans sous après avant dont à même aussi deux c'est
    """,
    "es": """
        el la los las de del y en que un una por con para no se su sus es al lo como más pero fue son ha han
        este esta estos estas entre sobre desde cuando muy sin también hasta hay donde quien era ser le les o e
        yo porque está
    """,
    "it": """
        il lo la i gli le di del della dei delle dello e è un una in che per con non si su da al alla ai alle
        come più ma anche sono ha hanno questo questa nel nella nei suo sua suoi loro era essere stato fra tra
        dal dalla o se
    """,
    "pt": """
        o a os as de do da dos das e é um uma em no na nos nas que por para com não se seu sua mais mas como foi
        são ao à pelo pela ou também entre sobre até quando muito já está ser tem
    """,
    "nl": """
        de het een en van in is dat op te zijn voor met niet aan er om ook als maar bij door uit naar ze hij
        wordt worden werd werden heeft hebben had was waren nog wel geen over tot dan of deze dit die haar hun
        wat kan kunnen zou zal tegen onder na moet ik je we zij mijn hoe waar toen
    """,
    "af": """
        die het 'n en van in is dat op te vir met nie aan daar om ook as maar by deur uit na hulle hy word sy
        kan sal moet was wees hierdie ons jy ek wat of dit haar hoe waar soos nog baie binne sodat toe tot
    """,
    "da": """
        og i at det er en et den til på for som af med der de ikke har fra var men også kan vil sig ved om han
        hun blev være efter over under eller så jeg du vi mod havde skal hvor når nu ud denne dette meget mere
        mellem
    """,
    "sv": """
        och i att det är en ett den till på för som av med de inte har från var men också kan vill sig vid om
        han hon blev vara efter över under eller så jag du vi mot hade ska där när nu ut denna detta mycket mer
        mellan
    """,
    "no": """
        og i å det er en et den til på for som av med de ikke har fra var men også kan vil seg ved om han hun
        ble være etter over under eller så jeg du vi mot hadde skal der når nå ut denne dette mye mer mellom
    """,
    "pl": """
        i w na z do nie się jest to że o jak za od po przez dla ale jego jej ich był była było są oraz który
        która które przy tym ten ta te tak już co czy może być
    """,
    "tr": """
        ve bir bu da de için ile olarak çok daha en gibi kadar olan ama her ne var yok sonra değil ise mi göre
    """,
    "ru": """
        и в не на что с по это как его из к у за от но так же для он она они мы вы я был была было были бы или если
        когда который которые также уже еще только после со во об о до при их
    """,
    "uk": """
        і в не на що з по це як його із до у за від але так для він вона вони ми ви я був була було були би або якщо
        коли який які також вже ще тільки після зі про при їх та є й
    """,
    "gsw": """
        isch nid nöd ned het hät hend händ mer mir au uf em dr d s es e en i ich bi bim zum vo vom und wo wie
        für das dass chli gsi gsii gha hani sind si sie het's aber denn scho no nume öpis eifach wenn mit me ha
        wär chunnt chan isches ufem dä de ds gäng itz jetz
    """,
    "nds": """
        de dat un nich is en een ik he hee se see wi wy up op an vun van för vör mit mid to bi by dår dor as
        aver avver ouk ok hebbt hebben hebbe was weer wear wör düsse disse heff hett hev had mien sien siin wat
        noch na nå üm oaver ower över deen ne et in der den dee so kun
    """,
    "lb": """
        an ass net dat de d'ass den eng en hunn huet ech hien hatt si mir fir vun op mat sech säi seng dem der
        déi bei ginn gouf ginn awer och wéi wann well zu um am no haut méi nach sinn war hat eis
    """,
}  # fmt: skip


@cache
def languages_by_word() -> dict[str, tuple[tuple[str, float], ...]]:
    """For each word the languages that have it, and its weight: a word that many languages have tells little."""
    found: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple((language, 1 / len(have)) for language in have) for word, have in found.items()}
