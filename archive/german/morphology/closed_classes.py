"""Closed classes of German words and pieces of words, all folded."""

_PARTICLES = """
ab an auf aus bei beisammen da dabei daher dahin daneben dar daran darauf davon davor dazu dazwischen drauf durch
ein empor entgegen entlang entzwei fehl fern fest fort frei gegenüber gleich gut heim her herab heran herauf heraus
herbei herein herum herunter hervor herüber hin hinab hinan hinauf hinaus hindurch hinein hinter hinterher hinunter
hinweg hinzu hinüber hoch inne kaputt kennen klar krank kurz lahm los mit nach nahe nieder quer ran raus rein rum
runter rüber schief schwarz statt stand still stramm teil tot um umher unter vor voran voraus vorbei vorher vorüber
vorweg wach wahr weg weh weiter wett wider wieder zu zufrieden zurecht zurück zusammen zuvor zuwider über überein
auseinander aneinander ineinander bekannt bereit bevor bloss gefangen gross kund lieb preis
"""
_ALSO_MODIFIERS = """
gegen hoch teil frei fest kurz gross fern preis stand statt wett lieb gut tot krank schwarz gleich heim wahr quer
still neben schief klar
"""
_NO_MODIFIERS = """
un ur ge re de in im des dis kon kom pro prä inter trans ex zum zur ins rück wohl ob die den dem der das sich nicht
dass kein mein sein dein
"""
_NO_HEADS = """
ung heit keit schaft tum nis ling chen lein ion ist ismus ler er ner tät ei rei elei ent ant enz anz itz ar är eur
ör lich ig haft los bar sam lose mus ende enden este ste ster all alle elle ellen iv ive at ate ator iker ik ade age
ale ine in ene ette ie ier iere ger ren eren erin nahme kunft sucht esse asse eile ache aten eier eln same samen
artig eber sten rinnen isch ische ente enten eben ehen erei eien rum ales amen erde ern tel tele tur turen loge
logen logie gramm phon skop zid wart mässig zeitig ständig läufig sächlich logisch grafisch graphisch metrisch
arisch nativ
"""
_SHORT_HEADS = """
abt akt alb alm amt arm art ast axt bad bar bau box bug bus cup ehe eid eis erz fan fax fee gas gen gut hai hof huf
hut kai kot kuh kur los lob mai mut not öl ohr ohm ort pop pub rad rat reh rom rot ruf rum sau see set sog spa tag
tal tat tau tee ton tod tor typ uhr uni wal weg web weh wut zar zeh zoo zug
"""
_NEVER_SPLIT = """
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar märz april mai juni juli august
september oktober november dezember deutschland russland weissrussland england schottland irland nordirland finnland
griechenland thailand holland island neuseeland estland lettland kurland livland lappland grönland jütland seeland
saarland sauerland emsland burgenland vogtland rheinland swasiland somaliland friesland ostfriesland flandern
feuerland helgoland frankreich österreich dänemark steiermark niederlande finnmark uckermark altmark hamburg
salzburg strassburg luxemburg brandenburg mecklenburg oldenburg freiburg augsburg regensburg würzburg magdeburg
wolfsburg duisburg nürnberg heidelberg königsberg bamberg frankfurt düsseldorf stuttgart dortmund bremerhaven
mannheim ingolstadt darmstadt braunschweig saarbrücken karlsruhe leverkusen oberhausen gelsenkirchen mönchengladbach
"""

PARTICLES = frozenset(_PARTICLES.split())
"""What may stand before a verb and be parted from it."""

PREFIXES = frozenset({"be", "emp", "ent", "er", "miss", "ver", "zer"})
"""What may stand before a verb and is never parted from it."""

BEFORE_VERBS = PARTICLES | PREFIXES

NO_MODIFIERS = (BEFORE_VERBS | frozenset(_NO_MODIFIERS.split())) - frozenset(_ALSO_MODIFIERS.split())
"""What stands before nouns without making a compound; particles that do as nouns do (Gegenoffensive) are not among
them."""

NO_HEADS = frozenset(_NO_HEADS.split())
"""Endings that are written like nouns but make derivations."""

SHORT_HEADS = frozenset(_SHORT_HEADS.split())
"""Nouns of two or three letters that compounds end with."""

NEVER_SPLIT = frozenset(_NEVER_SPLIT.split())
"""Names of days, months, countries, regions and cities: compounds once, and none today."""

PLACE_HEADS = {
    "land": "länder", "reich": "reiche", "burg": "burgen", "berg": "berge", "stadt": "städte", "heim": "heime",
    "feld": "felder", "bach": "bäche", "stein": "steine", "gang": "gänge", "mann": "männer", "dorf": "dörfer",
    "furt": "furten", "wald": "wälder", "see": "seen", "tal": "täler", "hof": "höfe", "haus": "häuser",
    "mark": "marken", "hausen": "hausens", "brücken": "brückens", "fried": "friede", "hafen": "häfen",
}  # fmt: skip
"""Last parts of names, with the plural that a name does not have."""
