"""Words that carry grammar and no topic, per language, folded (`graphkit.text.fold`).

Deliberately short: articles, pronouns, prepositions, conjunctions, auxiliaries and the bits that
apostrophes leave behind. Published stop lists hold "computer", "fire", "essai" or "valeur", which
people are experts in; for the same reason "car", "ai" and "war", which are topics in English, are
missing from the French and German lists. A language without a list works too: rarity weighs its
function words down.
"""

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """
        a an the this that these those i me my myself we us our ours ourselves you your yours
        yourself yourselves he him his himself she her hers herself it its itself they them their
        theirs themselves who whom whose which what when where why how
        and or but nor so if then than because while although though unless until whether
        of in on at by for with without from to into onto over under between among through during
        before after about against within upon as per via off out up down
        am is are was were be been being have has had having do does did doing done
        can could may might must shall should will would ought
        not no yes all any both each every few more most much many other another some such only own
        same too very just also there here again once ever never always
        s t d m ll re ve don doesn didn isn aren wasn weren hasn haven hadn won wouldn couldn
        shouldn cannot let
        """.split()
    ),
    "fr": frozenset(
        """
        le la les l un une des du de d au aux ce c cet cette ces cela ceci ca
        je j me m moi tu te t toi il elle on nous vous ils elles se s soi lui leur leurs eux y en
        mon ma mes ton ta tes son sa ses notre nos votre vos
        qui que qu quoi dont ou lequel laquelle lesquels lesquelles quel quelle quels quelles
        et mais donc or ni si comme quand lorsque puisque afin parce tandis
        a dans par pour sur sous avec sans vers chez entre depuis pendant avant apres contre selon
        est es suis sommes etes sont etait etaient etre ete etant sera seront serait soit soient
        as avons avez ont avait avaient avoir eu ayant aura auront aurait
        fait faire faut peut peuvent pouvoir doit doivent devoir va vont
        ne n pas plus moins tres trop aussi encore deja toujours jamais bien tout toute tous toutes
        autre autres meme memes chaque quelque quelques plusieurs aucun aucune ainsi alors puis ici
        """.split()
    ),
    "de": frozenset(
        """
        der die das des dem den ein eine einer eines einem einen kein keine keiner keines keinem
        keinen dieser diese dieses diesem diesen jeder jede jedes jedem jeden welcher welche
        welches welchem welchen
        ich mich mir mein meine meiner meines meinem meinen du dich dir dein deine er ihn ihm sein
        seine seiner seines seinem seinen sie ihr ihre ihrer ihres ihrem ihren es wir uns unser
        unsere unserer unseres unserem unseren euch euer man sich wer wen wem was wo wie wann warum
        und oder aber denn sondern wenn als dass ob weil da damit obwohl wahrend bevor sowie
        in im an am auf aus bei beim mit nach von vom vor zu zum zur uber unter durch fur gegen
        ohne um bis seit zwischen
        bin bist ist sind seid waren gewesen sei habe hat haben hatte hatten wird werden wurde
        wurden worden kann konnen konnte muss mussen soll sollen sollte will wollen darf durfen
        nicht nur auch noch schon sehr so mehr alle allem allen aller alles andere anderen anderer
        dann hier dort doch ja nein immer wieder etwa etwas bereits
        """.split()
    ),
}
