"""What people say when they ask, advise, announce and thank, in English, French and German.

Patterns for a message as folded words between single spaces (`graphkit.text`): " . " stands where
a sentence begins, " . " or " ? " where it ends. The languages share one table where they can,
because nobody can tell the language of "+1" or "merci" in a short message.
"""

import re
from typing import Final

from graphkit.function_words import FUNCTION_WORDS

_HELP: Final = r"(?:help|advice|suggest\w+|ideas?|hints?|pointers?|tips?|input|insights?|thoughts)"


def _phrases(*lines: str) -> re.Pattern[str]:
    """Of folded words; "." and "?" stand where a sentence begins and ends."""
    return re.compile(f" (?:{'|'.join(lines)})(?= )")


ASKS: Final = _phrases(
    r"(?:do|does|did|has|have|can|could|would) (?:any|some) ?(?:one|body)|please help|help me",
    rf"(?:any|some) (?:\w+ )?{_HELP}(?: \w+){{0,6}} (?:welcome|appreciated|helpful|great|\?)",
    rf"\. any (?:\w+ )?{_HELP}|your (?:\w+ )?{_HELP} would|(?:need|needs|get) (?:\w+ )?{_HELP}",
    rf"(?:would|d|will) (?:\w+ )?appreciate (?:(?:any|your|some) {_HELP}|it)",
    r"(?:would|d|will) (?:\w+ )?like to (?:know|ask)",
    r"would be (?:\w+ ){0,2}(?:appreciated|welcome|grateful)",
    r"thank\w*(?: \w+){0,6} in advance|how (?:do|can|could|should|would) (?:i|we)",
    r"(?:what|where|why|which) (?:do|can|should|am) (?:i|we)",
    r"(?:can|could) (?:you )?(?:please |kindly )?(?:help|explain|tell me|clarify|advise|point me)",
    r"(?:my|have an?|two|some|few|several|quick|another) (?:\w+ )?questions?",
    r"what (?:now|next) \?|am i (?:\w+ )?(?:missing|doing|wrong)",
    r"i (?:am|m) (?:\w+ )?(?:stuck|confused|puzzled)",
    r"still (?:get|gets|getting|fails?|not|have|the same|doesn|does not)|same error",
    r"remaining problem",
    r"quelqu un (?:\w+ )?(?:sait|saurait|a t|aurait|peut|pourrait|connait|connaitrait)",
    r"(?:savez|sauriez|connaissez|pourriez) vous|(?:sais|saurais|connais|pourrais) tu",
    r"(?:comment|ou|pourquoi|que) (?:faire|trouver|puis je|dois je|peut on|fait on|est ce)",
    r"merci (?:\w+ )?(?:d|par) avance|(?:d|par) avance merci|suis (?:bloque|coince|perdu)e?",
    r"je me demand\w+|(?:voudrais|aimerais|souhaiterais) (?:savoir|demander)",
    r"ai (?:\w+ )?questions?|besoin d aide|(?:toute|votre) aide (?:est|serait|sera)",
    r"toujours (?:la meme|pas|le meme)",
    r"(?:weiss|kennt|hat|kann|konnte|hatte) (?:\w+ )?(?:jemand|einer)|(?:wisst|kennt|habt) ihr",
    r"wer (?:weiss|kennt|kann)",
    r"(?:wie|was|wo|warum|wieso) (?:kann|muss|soll|mache|bekomme) (?:ich|man|wir)",
    r"(?:wurde|mochte|wusste) (?:ich )?gerne? wissen|ich (?:frage mich|komme nicht weiter)",
    r"(?:eine|meine|kurze|ne) frage|(?:irgend\w+|jemand eine?n?) (?:ideen?|tipps?|rat)",
    r"dank\w* (?:\w+ ){0,3}(?:voraus|vorab)",
    r"(?:brauche|bitte um|fur jede) (?:\w+ )?(?:hilfe|rat)",
)
SEEKS: Final = _phrases(  # in an opening message; in a reply beside a question mark
    r"(?:is|if|hope|hoping|that) (?:any|some) ?(?:one|body)|(?:looking|ask|asking) for",
    r"(?:is|are) there (?:a|an|any|some)|wonder(?:ing|ed)? (?:if|whether|how|why|what)",
    r"\. (?:what|which|how|why|where|who) (?:is|are|does|do|can|could|should|to|would|am)",
    r"\. (?:is|are) (?:there|this|it|that|these)",
    r"i (?:still |always |then |only |now )?(?:get|got|tried)",
    r"i (?:don t|dont|do not|cannot|can not|can t|cant|couldn t|could not) (?:\w+ )?(?:understand"
    r"|figure|know|see|find|get|make|manage)|struggling|at a loss|missing something",
    r"i (?:am )?try to|meant to ask|would be (?:helpful|nice|great|good) if",
    r"not sure (?:how|what|why|if|where|whether)",
    r"i (?:am|m|was|have been|ve been) (?:\w+ )?(?:getting|trying|having|unable|not able|facing)",
    r"i (?:would like|d like|want|wish|hope|need) to(?! (?:thank|add|point|announce|share|see))",
    r"i (?:have|had) (?:an? |some |this )?(?:\w+ )?(?:problems?|issues?|troubles?|difficult\w+)",
    r"my (?:problem|issue)|(?:following|this) (?:error|warning)|error in|error message",
    r"without success|(?:doesn t|didn t|does not|did not|don t) (?:\w+ )?work",
    r"fails? (?:with|when)|y a t il|existe t il|est il possible|qui (?:sait|connait)|je cherche",
    r"arrive pas|je (?:ne )?(?:comprends|vois|sais|trouve) pas|j obtiens",
    r"j ai (?:\w+ )?(?:erreur|probleme|soucis?)|j essaie|(?:marche|fonctionne) pas",
    r"message d erreur|je (?:veux|voudrais|souhaite)|j aimerais",
    r"(?:wissen|kennen|konnen|konnten) sie|(?:weisst|kennst|kannst|konntest) du|ist es moglich",
    r"gibt es (?:da |hier )?(?:eine?n?|irgend\w+)|ich (?:suche|verstehe nicht|weiss nicht)",
    r"ich (?:bekomme|erhalte|versuche|kriege|mochte|will)|fehlermeldung",
    r"ich habe? (?:\w+ )?(?:problem|fehler)|(?:funktioniert|geht|klappt) (?:\w+ )?nicht",
)
ANNOUNCES: Final = _phrases(
    r"(?:pleased|happy|glad|delighted|proud|like|excited) to (?:announce|inform you|invite)",
    r"(?:we|i) announce|(?:is|are) now available|now on cran|(?:has|have) been released",
    r"call for (?:papers|abstracts|participation|proposals)|you are invited|will be held",
    r"(?:plaisir|heureux|ravie?s?) (?:de|d) (?:vous )?(?:annoncer|informer|inviter|presenter)",
    r"est (?:maintenant |desormais |enfin )?disponible|appel a (?:communications|contributions)",
    r"freuen? (?:\w+ ){0,3}(?:mitzuteilen|anzukundigen|einzuladen)|ab sofort",
    r"herzlich eingeladen|ist (?:jetzt |nun |ab sofort )verfugbar|wurde veroffentlicht",
)
ADVISES: Final = _phrases(
    r"you (?:can|could|should|need|might|may|must|will|ll|d|want|have to)|(?:have|take) a look",
    r"hope (?:this|that|it) helps?|hth|\. (?:try|use|see|check|consider|look)",
    r"the (?:answer|reason) is|i (?:would|d|ll)? ?(?:suggest|recommend|advise)",
    r"je (?:te |vous )?(?:conseille|suggere|recommande)",
    r"(?:vous|tu) (?:pouvez|peux|pourriez|devez|devriez|dois|devrais)",
    r"il (?:faut|suffit|faudrait)|(?:jette|jetez|regarde|regardez|essaie|essaye|essayez)",
    r"(?:schau|schauen|versuch|versuche|probier\w*)",
    r"(?:du|sie|ihr|man) (?:kannst|konnen|konnt|kann|musst|mussen|solltest|sollten|sollte|muss)",
)
COUNTERS: Final = _phrases(  # whoever opens a thread with this answers a message that is not seen
    r"(?:did|have) you (?:try|tried|check|checked|look|looked)|what do you (?:mean|want|need)",
    r"(?:what|how) about|(?:as tu|avez vous) (?:essaye|regarde|verifie)",
    r"(?:hast du|habt ihr|haben sie) (?:\w+ ){0,5}(?:versucht|probiert|gepruft|geschaut)",
)
TURNED: Final = {  # a question that asks back, or needs no answer
    "en": _phrases(
        r"you|your|yours|why not|how about|what about|maybe|perhaps|presumably|right \?",
        r"correct \?",
        r"(?:isn|aren|wasn|doesn|don|didn|wouldn|shouldn|couldn) t (?:it|that|this|the|there)",
    ),
    "fr": _phrases(
        r"vous|vos|votre|tu|ton|ta|tes|toi|pourquoi ne pas|peut etre|non \?|n est ce pas",
    ),
    "de": _phrases(
        r"sie|ihr|ihnen|ihre|du|dir|dich|deine?|warum nicht|wie ware|vielleicht|oder \?",
    ),
}
THANKS: Final = _phrases(
    r"thank|thanks|thx|thanx|tks|cheers|kudos|congrat\w+|merci|mercis|remerci\w+|danke\w*|dank",
)
PRAISES: Final = _phrases(  # where a clause begins
    r"\. (?:(?:oh|yes|it|that|this|now|sounds|ca|c est|oui|das|es|ja|jetzt) ){0,2}(?:me too"
    r"|same here|agreed?|great|perfect|excellent|awesome|cool|nice|wonderful|brilliant|fantastic"
    r"|super|bravo|bingo|ok|okay|no problems?|welcome|got it|will do|good|makes sense|works|worked"
    r"|solved|lgtm|sorry for|parfait|genial|top|nickel|d accord|moi aussi|pareil|de rien|marche"
    r"|entendu|perfekt|prima|klasse|toll|stimmt|einverstanden|ich auch|dito|geht mir auch so"
    r"|gern geschehen|klappt|passt|alles klar)",
)
POLITE: Final = frozenset(
    """
    thanks thank thx thanx ty tks cheers kudos many million ton again lot bunch much help helped
    helps helping helpful useful reply replies answer answers answered response responses replying
    suggestion suggestions advice tip tips info information hint hints pointer pointers comments
    explanation clarification feedback input insights quick prompt kind kindly detailed clear great
    perfect perfectly excellent awesome cool nice wonderful brilliant fantastic super bravo bingo
    good fine best well better beautifully totally absolutely definitely certainly sure yes yeah
    yep ok okay hi hello dear hey everyone everybody list guys folks both group team sir prof dr
    regards wishes sincerely bye day days weekend evening work works worked working solved solves
    fixed problem problems issue question questions trick solution need needed look looking wanted
    got get go going give next see study read examine understand understood right exactly indeed
    agree agreed true correct same here too already finally think appreciate appreciated grateful
    sorry noise try trying tried check let know hope make makes sense sounds like idea ideas time
    effort really truly welcome thing done happy glad oh ah aha wow now still way made pleasure
    amazing sharing shared obvious precise interesting taking place start charm job lgtm ve d re ll
    merci mercis remercie remercions beaucoup bien infiniment mille aide reponse reponses conseil
    conseils parfait genial super top nickel accord moi pareil rien prie marche fonctionne probleme
    resolu regle idee entendu bonjour salut bonsoir cordialement cher chere tous amicalement
    journee bonne bon maintenant encore solution precisions explication explications rapide gentil
    exactement oui voila cherchais grand grande vraiment utile
    danke dankeschon dank vielen herzlichen besten schon schonen hilfe antwort antworten tipp tipps
    hinweis hinweise rat perfekt prima klasse toll stimmt einverstanden geht gern gerne geschehen
    bitte klappt passt klar funktioniert lauft jetzt problem gelost losung hallo liebe lieber
    gruss grusse freundlichen viele schnelle rasche ja genau richtig tag wochenende wunderbar
    zusammen geholfen hast habt dito super
    """.split()
).union(*FUNCTION_WORDS.values())
