"""Words that say nothing of what a phrase is about, per language, folded (`graphkit.text.fold`).

A MODIFIER judges, orders or points ("new", "same", "various"): it begins no term. A HEAD is a
thing of any kind ("way", "problem", "example"): a phrase about it names no topic. Both lists hold
what is so in every field; "model", "system", "test" or "data" are for some the thing itself.
"""

MODIFIERS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """
        able actual additional alternative annoying anonymous any apparent appropriate
        available aware awful bad basic beautiful best better big bigger biggest bit brief
        brilliant broad bunch careful certain clean clear clever close coming common complete
        complex concrete confident confused confusing considerable consistent convenient cool
        correct couple crazy curious current dear decent definite desired detailed different
        difficult direct due dumb earlier early easier easiest easy efficient eight elegant
        else enough entire equivalent essential eventual everyday exact excellent existing
        extra fair familiar famous fancy far fast faster favorite favourite few final fine
        first five following former four fourth frequent fresh full fun fundamental further
        future general generic glad good grateful great greater greatest half handy happy hard
        harder helpful high higher highest hope huge hundred ideal identical immediate
        important impossible inappropriate incorrect individual initial intended interested
        interesting intermediate internal just key kind known large larger largest last late
        later latest least less likely little long longer lot lovely low lower lowest main
        major many maximum mere million minimal minimum minor more most much multiple naive
        natural near nearby neat necessary new newer next nice nine normal notable numerous
        obvious occasional odd ok okay old older one only open-ended opposite ordinary original
        other overall own particular past perfect personal plain pleasant plenty poor popular
        possible potential practical precise preferred present pretty previous prior probable
        problematic proper quick ready real reasonable recent regular related relative relevant
        remaining repeated respective right rough same satisfied second separate serious seven
        several severe short shorter significant silly similar simple simpler simplest single
        six slight slow small smaller smallest sorry special specific standard straight
        straightforward strange strict strong strongest stupid subsequent substantial subtle
        such sufficient suitable sure surprising ten terrible third thousand three tiny today
        tomorrow top total tough tricky trivial true two typical ugly unable unclear
        understandable unexpected unfortunate unknown unlikely unnecessary unrelated unusual
        upcoming upper useful useless usual vague valid valuable various vast very viable weird
        welcome well whole wide wild wise wonderful worse worst worth worthwhile wrong
        yesterday
        """.split()
    ),
    "fr": frozenset(
        """
        actuel actuelle actuelles actuels ancien ancienne anciennes anciens autre autres beau
        beaux belle belles bon bonne bonnes bons cent certain certaine certaines certains cher
        chere cheres chers cinq complet complete completes complets courant courante courantes
        courants dernier derniere dernieres derniers deux different differente differentes
        differents difficile difficiles divers diverse diverses dix double egal egale egales
        egaux entier entiere entieres entiers eventuel eventuelle excellent excellente facile
        faciles faible faibles fameuse fameux final finale finales finals fort forte fortes
        forts futur future futures futurs grand grande grandes grands gros grosse grosses huit
        ideal ideale important importante importantes importants impossible impossibles
        interessant interessante interessantes interessants jeune jeunes joli jolie leger
        legere long longs longue longues majeur majeure majeures majeurs mauvais mauvaise
        mauvaises meilleur meilleure meilleures meilleurs meme memes mille moindre moyen
        moyenne multiple multiples necessaire necessaires neuf nombreuse nombreuses nombreux
        nouveau nouveaux nouvel nouvelle nouvelles particulier particuliere particulieres
        particuliers passe passee petit petite petites petits plein pleine possible possibles
        premier premiere premieres premiers present presente presentes presents principal
        principale principales principaux prochain prochaine prochaines prochains propre
        propres quatre quotidien quotidienne quotidiennes quotidiens rare rares recent recente
        recentes recents reel reelle reelles reels semblable semblables sept serieuse serieux
        seul seule seules seuls significatif significative similaire similaires simple simples
        six suffisant suffisante suivant suivante suivantes suivants superieur superieure tel
        telle telles tels total totale totales totaux trois ultime unique uniques utile utiles
        vaste vastes veritable veritables vieille vieux vrai vraie vraies vrais
        """.split()
    ),
    "de": frozenset(
        """
        acht aktuell aktuelle aktuellen aktueller aktuelles alt alte alten alter altes ander
        andere anderen anderer anderes beste besten bester bestes bisherige bisherigen drei
        dritte dritten eigene eigenen eigener eigenes einfache einfachen einfacher einfaches
        einzelne einzelnen einzelner einzige einzigen erste ersten erster erstes folgende
        folgenden folgender folgendes funf ganze ganzen ganzer ganzes genaue genauen gesamte
        gesamten gesamter gewisse gewissen gleiche gleichen gleicher gleiches grosse grossen
        grosser grosses grosste grossten gute guten guter gutes hauptsachliche heutige heutigen
        hohe hohen hoher hohes jetzige jungste kleine kleinen kleiner kleines kommende
        kommenden kurze kurzen kurzer lange langen langer langes letzte letzten letzter letztes
        mogliche moglichen moglicher nachste nachsten nachster nachstes neue neuen neuer neues
        neueste neuesten neun richtige richtigen schlechte schlechten schone schonen schwierige
        sechs sieben spezielle speziellen starke starken verschiedene verschiedenen viele
        vielen vieler vier volle vollen vorige vorigen weitere weiteren weiterer weiteres
        wenige wenigen wichtige wichtigen wichtiger wichtigste zahlreiche zahlreichen zehn
        zusatzliche zusatzlichen zwei zweite zweiten
        """.split()
    ),
}

HEADS: dict[str, frozenset[str]] = {
    "en": frozenset(
        """
        advice afternoon am amount answer anybody anyone anything approach april area argument
        aspect attempt attention august back basis beginning behalf behavior behaviour benefit
        bit body bottom call case cause chance change changes cheers choice circumstance click
        comment comments concern conclusion condition confusion consequence consideration
        context copy couple course day days deal dear december decision degree description
        detail details difference differences difficulty direction discussion doubt dr edge
        effect effort end ending etc evening everybody everyone everything example examples
        exception excuse expectation experience explanation extent eye fact favor favour
        feature february feedback feel feeling few fix folk folks form friday front fun future
        general goal good group guess guy guys half hand happening hello hey hi hint hope hour
        hours idea ideas impact implication importance impression information instance instead
        instruction intent intention interest issue issues item items january job july june
        kind kinds knowledge lack last left level life line list little logic look lot lots
        luck manner march matter matters may mean meaning means mention message mind minute
        minutes mistake moment moments monday month months morning motivation movement mr mrs
        ms name names nature need needs news nobody none note notes nothing november number
        numbers occasion october one ones opinion option options order others outcome page
        pages pain paragraph part parts past people person perspective piece pieces place
        places plan plenty pm point points portion position possibility practice preference
        presence problem problems prof proposal purpose purposes question questions quote range
        rate reason reasons regard regards relation reply request requirement requirements
        respect response responsibility rest result results right role room rule rules saturday
        section sections sense sentence september series set shape side sides sign situation
        size solution solutions somebody someone something sort sorts spirit spot stage stance
        standpoint start state statement step steps stuff style subject suggestion suggestions
        summary sunday support surprise syntax-wise talk task tasks team term terms text thank
        thanks thing things thought thoughts thread thursday time times tip tomorrow tonight
        top topic topics total trouble truth tuesday turn type types understanding usage use
        user users uses value values variety version versions view viewpoint way ways wednesday
        week weekend weeks while whole will wish word words work workaround works world worry
        year years yesterday
        """.split()
    ),
    "fr": frozenset(
        """
        aide ajout an annee annees aout apres-midi article aspect aspects attente attentes
        attention avantage avantages avis avril base besoin besoins bonjour bout but buts
        capacite cas cause chance chapitre chemin chose choses cle coeur commentaire condition
        conditions connaissance conseil conseils contexte cote cotes coup cours debut decembre
        decision degre demain demande demarche dernier detail details difference differences
        difficulte difficultes dimanche dire dizaine doute dr effet effets effort efforts
        element elements endroit enjeu enjeux ensemble envie equipe equipes erreur esprit etape
        etapes etat etude evolution exemple exemples experience experiences explication facon
        facons fait faits fevrier fin fois fonction fonctionnement fond force forme formes gens
        gout groupe habitude hasard heure heures hier histoire homme hommes idee idees impact
        importance impression information informations instant interet introduction janvier
        jeudi jour journee jours juillet juin lendemain lien liens lieu lieux ligne limite
        limites liste lundi m mai main maniere manieres mardi mars matin matinee merci mercredi
        minute minutes mise mlle mme mode moitie moment moments monde mot mots moyen moyens
        nature niveau niveaux nom nombre nombres nouveaute novembre objectif objectifs occasion
        octobre oeuvre ordre origine outil outils page pages part partie parties passage pays
        peine pensee personne personnes phase piste place plaisir plupart point points position
        possibilite possibilites prise probleme problemes produit projet projets propos
        proposition propositions qualite quantite question questions raison raisons rapport
        realite recherche reflexion regle regles reponse reponses reste resultat resultats
        retour retours role rythme salut samedi seance semaine semaines sens septembre serie
        session sessions signe situation situations soir soiree solution solutions sorte sortes
        souci suite sujet sujets tache taches temps terme termes tete texte titre total tour
        travail travaux truc trucs type types utilisation valeur valeurs vendredi version
        versions vie vision voie vue zone
        """.split()
    ),
    "de": frozenset(
        """
        abend ablauf abschnitt absicht ahnung anfang anfrage angabe angaben anlass anleitung
        annahme ansatz ansicht anteil antwort antworten anzahl april arbeit arbeiten art arten
        aspekt aufgabe aufgaben aufwand augenblick august ausgabe ausnahme aussage auswahl
        bedarf bedeutung bedingung beginn beispiel beispiele beitrag bereich bereiche bericht
        bitte blick dank datum dauer dezember dienstag ding dinge donnerstag dr eindruck
        einsatz ende entscheidung erfahrung erfahrungen ergebnis ergebnisse erklarung fall
        falle februar fehler folge folgen form formen frage fragen frau freitag gebiet gefuhl
        gegensatz gelegenheit grosse grund grunde gruppe gruss grusse halfte hallo hand herr
        hilfe hinblick hinweis hinweise idee ideen information informationen inhalt interesse
        jahr jahre jahren januar juli juni kapitel kenntnis kollege kollegen kollegin kosten
        lage laufe leben leute liste losung losungen mai mal marz menge mensch menschen minute
        minuten mitte mittel mittwoch moglichkeit moglichkeiten moment monat monate monaten
        montag morgen nachricht nachteil name namen november nummer oktober ordnung ort orte
        person personen platz problem probleme punkt punkte rahmen regel regeln reihe rest
        richtung rolle ruckmeldung sache sachen samstag schluss schritt schritte seite seiten
        september sinn situation sonntag stand stelle stellen stuck stunde stunden tag tage
        tagen teil teile text thema themen titel uberblick umfang unterschied unterschiede
        vergleich version versuch vorgang vorschlag vorteil vorteile weg wege weise welt wert
        werte woche wochen wort worte worter zahl zahlen zeichen zeit zeiten zeitpunkt ziel
        ziele zusammenhang zweck
        """.split()
    ),
}
