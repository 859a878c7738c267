package danger

const dutch = `
wie = mijn man|mijn vrouw|mijn zoon|mijn dochter|mijn zoontje|mijn dochtertje|ons zoontje|ons dochtertje|onze dochter|mijn partner|mijn kind|mijn baby|onze baby|onze zoon|onze dochter|mijn moeder|mijn vader|mijn oma|mijn opa|mijn vriend|mijn vriendin|mijn broer|mijn zus|iemand|hij|zij|ze|een man|een vrouw|een kind|een gast|een persoon|een mevrouw|een meneer
kamer = mijn kamer|onze kamer|de kamer|mijn deur|onze deur|mijn appartement|de badkamer
plek = kamer|keuken|hotel|gang|badkamer|gebouw|trappenhuis|kelder|lift|restaurant|lobby|huis

phrases
er is brand !(gevaar|alarm|blusser|veiligheid|stof|trap)
er is (een brand|vuur in)
(kamer|keuken|hotel|bed|gordijn|gordijnen|gebouw|dak|auto|balkon|matras|stopcontact|tv|iets|huis|badkamer|prullenbak) (staat in brand|staan in brand|vat vlam|heeft vlam gevat|in brand|staat in de fik|brandt af)
staat (in brand|in vlammen)
(gordijn|gordijnen|bed|matras|kamer|keuken|prullenbak|stopcontact|balkon|dak|hotel) (brandt|branden) !(niet|geen)
(gevallen|viel) ~ (beweegt niet|reageert niet|wordt niet wakker|staat niet meer op|beweegt niet meer|reageert niet meer)
(krijg|krijgt) (ik|hij|zij|ze) ~ (hartaanval|hartinfarct|beroerte)
(bloeden|bloeding) stopt niet
(bleekmiddel|chloor|schoonmaakmiddel|ontstopper|gif|batterij) ~ (gedronken|ingeslikt|doorgeslikt|binnengekregen)
(te veel|teveel) (pillen|medicijnen|slaappillen) ~ (geslikt|ingenomen|genomen)
(iemand|hij|zij|ze|een man) heeft (me|mij|ons|haar|hem|mijn man|mijn vrouw) ~ (aangevallen|geslagen|gestoken|neergestoken|in elkaar geslagen)
lift (zit vast|staat stil|is blijven steken) ~ erin
(direct|meteen|onmiddellijk|dringend|nu) (een dokter|een arts) nodig
er wordt ?(nu|bij ons|hier) ingebroken
(brand|vuur) in (mijn|onze|de|het) (<plek>)
^ help (brand|vuur)
(rook|veel rook) (komt|overal|onder de deur|in de gang|uit)
(dikke|zwarte|vol met|vol) rook
(ruik|ruikt|ruiken|stinkt) ~ (gas|gaslucht|verbrand plastic|doorgebrande kabels)
(gaslek|gaslucht)
(brandalarm|rookmelder) (gaat af|gaat|is afgegaan|ging af|stopt niet|loeit|blijft afgaan)
(bel|bellen|belt|stuur|roep) ~ brandweer
(ademt|ademhalen|haalt) ~ (niet|niet meer|nauwelijks|geen adem|geen adem meer)
(kan|kunnen|krijg|krijgt) ~ (niet ademen|niet meer ademen|geen adem|geen lucht|geen adem halen|nauwelijks ademen|niet ademhalen)
(<wie>) ~ (stikt|verstikt|is aan het stikken)
(heeft|heb|krijgt|kreeg net|kreeg zojuist|denk|vermoedelijk) ~ (hartaanval|hartinfarct|beroerte|hartstilstand|epileptische aanval|toeval) !(gehad)
(is|ligt|lag|raakte|werd) ~ (bewusteloos|buiten bewustzijn|buiten westen)
(<wie>) ~ (flauwgevallen|ingestort|in elkaar gezakt|van zijn stokje gegaan|van haar stokje gegaan)
(bloedt|bloed|bloeden) (hevig|heel erg|erg|uit het hoofd|uit zijn hoofd|uit haar hoofd|enorm)
(overal bloed|veel bloed|stopt niet met bloeden|blijft bloeden|houdt niet op met bloeden)
(bel|bellen|belt|stuur|roep|nodig|heb|hebben|moet) ~ ambulance
ambulance (nu|snel|alstublieft|aub|meteen|direct|dringend|nodig)
(bel|belt|bellen) ?(alstublieft|aub|snel|meteen) 112
(medisch noodgeval|medische noodsituatie|levensgevaar)
(dit is|het is) een noodgeval $
overdosis
(allergische shock|anafylactische shock)
(ernstige|zware|heftige) allergische reactie
(heb|heeft|hevige|erge|zware) ~ (pijn op de borst|pijn op mijn borst|pijn op zijn borst|pijn op haar borst|pijn in de borst)
(<wie>) (verdrinkt|is aan het verdrinken)
(<wie>) (gaat dood|is aan het doodgaan|is stervende|sterft) !(van de honger|van de hitte|van de dorst)
(vliezen zijn gebroken|is aan het bevallen|weeën zijn begonnen|heeft weeën)
(zwaargewond|zwaar gewond|ernstig gewond)
(van het balkon|uit het raam|van het dak) (gevallen|gesprongen)
(van de trap gevallen) !(maar)
(<wie>) (reageert niet|beweegt niet|wordt niet wakker|reageert niet meer|wordt niet meer wakker)
geen (hartslag|polsslag)
(inbreker|indringer) (in|bij|aan) (<kamer>)
(iemand|een man|een vreemde|een onbekende) (probeert|wil) ~ (in te breken|inbreken|de deur te forceren|binnen te komen|binnen te dringen)
(man|hij|zij|iemand|kerel|persoon|vriend|gast) (heeft|met|houdt|trekt|zwaait met) een (mes|pistool|wapen|geweer|bijl|vuurwapen) !(en vork)
(bedreigt|slaat|wurgt|mishandelt) (mij|me|ons|haar|hem|zijn vrouw|zijn vriendin|mijn)
(word|wordt|worden) ~ (aangevallen|bedreigd|verkracht|mishandeld|in elkaar geslagen|gewurgd)
(ben|is|zijn) ~ (verkracht|neergestoken|neergeschoten|aangevallen door een man|aangerand|in elkaar geslagen)
(wil|probeert|dreigt) ~ (vermoorden|te vermoorden|doden|te doden|dood te maken)
(wil|ga|zal) ~ (zelfmoord plegen|mezelf doden|een einde aan mijn leven maken|er een einde aan maken|mezelf van kant maken)
ik wil (dood|sterven|niet meer leven)
(zelfmoordgedachten|zelfmoordpoging|suïcidaal)
(wil|gaat|dreigt) ~ (van het balkon|van het dak|uit het raam) ~ springen
(bommelding|er is een bom|bom in|bom gevonden)
(er wordt geschoten|schoten gehoord|schietpartij|iemand schiet|man schiet|aanslag)
(zitten|zit|vast|opgesloten|staan) ~ (vast in de lift|in de lift vast|opgesloten in de lift)
(bel|stuur) ~ politie ~ (nu|meteen|snel|direct|onmiddellijk)
(nodig|heb|hebben|stuur|bel) ~ (dokter|arts) ~ (nu|meteen|snel|direct|onmiddellijk|dringend)

own
^ ik stik ?(help|echt) $
^ brand ?(brand|help) $
^ ?(een) ambulance ?(alstublieft|aub) $
^ (hartaanval|noodgeval) $

harmless
(in geval van|bij brand|in geval|brandoefening|oefening|vals alarm|loos alarm|wat moet ik doen|wat te doen|wat gebeurt er|brandblusser|nooduitgang)
(als er|als iemand|als een|als mijn|als ik|als we|als hij|als zij)
(jaar|jaren|maanden|weken) geleden
(vorig jaar|vorige keer|vorige maand|afgelopen jaar|afgelopen zomer|vroeger|ooit|in het verleden)
(bijna|haast)
(film|boek|roman|serie|museum|tentoonstelling|lied|grapje|documentaire|voorstelling)

nothing
(annuleren|annulering|geannuleerd|terugbetaling|terugbetalen|restitutie|verzetten|omboeken|verplaatsen|reisverzekering|annuleringsverzekering)

negations
niet geen nooit zonder niemand noch
`
