"""Words that carry grammar rather than meaning; they are asked for only inside quotes."""

_GERMAN = """
der die das des dem den ein eine einer eines einem einen kein keine keiner keines keinem keinen
ich du er sie es wir ihr mich dich sich uns euch ihn ihm ihnen mir dir man
mein meine meiner meines meinem meinen dein deine deiner deines deinem deinen
seine seiner seines seinem seinen ihre ihrer ihres ihrem ihren
unser unsere unserer unseres unserem unseren unserm unsern euer eure eurer eures eurem euren
dieser diese dieses diesem diesen dies jener jene jenes jenem jenen jeder jede jedes jedem jeden
welcher welche welches welchem welchen solcher solche solches solchem solchen
derselbe dieselbe dasselbe desselben demselben denselben derselben dieselben
wer wen wem wessen was deren dessen denen
alle aller alles allem allen manche mancher manches manchem manchen etwas nichts jemand niemand
an am ans auf aufs aus außer bei beim bis durch durchs entlang für fürs gegen gegenüber hinter in im ins mit nach neben
ohne samt seit statt anstatt trotz über übers um ums unter unterm unters vom von vor vorm während wegen wider zu zum zur
zwischen aufgrund innerhalb außerhalb mittels mithilfe bezüglich hinsichtlich infolge seitens anhand
und oder aber denn doch sondern sowie weder noch entweder sowohl als wie dass daß ob weil da wenn falls damit sodass
obwohl obgleich indem nachdem bevor ehe sobald solange sooft
nicht nur auch schon noch nun dann so sehr hier dort wo woher wohin wann warum weshalb wieso
daran darauf daraus dabei dadurch dafür dagegen dahin darin darüber darum darunter davon davor dazu dazwischen danach
daher deshalb deswegen trotzdem dennoch jedoch allerdings also zwar bzw beziehungsweise etwa eben ja nein
"""
_AUXILIARIES = """
hat habe haben habt hast hatte hatten hattest hattet hätte hätten gehabt
sein ist bin bist sind seid war waren warst wart wäre wären gewesen sei seien
wird werde werden werdet wirst wurde wurden wurdest würde würden geworden worden
kann können könnte könnten konnte konnten muss muß müssen musste mussten müsste müssten
soll sollen sollte sollten will wollen wollte wollten darf dürfen durfte durften dürfte dürften
mag möchte möchten wolle könne müsse solle dürfe möge mögen mochte mochten wollt könnt müsst sollt dürft
"""
_ENGLISH = """
the a an and or but if of at by for with about to from in on into over under as is are was were be been being has have
had do does did not no nor so than that this these those it its he him his she her they them their we us our you your i
my me which who whom what when where why how there here can could will would shall should may might must
"""
_FRENCH = """
le la les un une des du de d l et ou mais si que qui quoi dont où à au aux en dans par pour sur sous avec sans ne pas
plus est sont était étaient a ont avait avaient il elle ils elles on nous vous je tu se ce cet cette ces son sa ses leur
leurs mon ma mes notre nos votre vos
"""
_OTHERS = {
    "es": "el la los las un una unos unas de del y o pero que en a al con por para sin no es son se su sus lo como",
    "it": "il lo la i gli le un uno una di del della dei delle e o ma che in a al alla con per da non è sono si su",
    "nl": "de het een en of maar dat die in op aan met voor van te is zijn was niet ook er om bij als naar uit door",
}

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.casefold().split())
    for language, words in {"de": _GERMAN, "en": _ENGLISH, "fr": _FRENCH, **_OTHERS}.items()
}
"""By language, folded: words without terms of their own."""

AUXILIARIES = frozenset(_AUXILIARIES.casefold().split())
"""German auxiliary and modal verbs, folded: they have terms as any verb has, but hardly anybody asks for them."""
