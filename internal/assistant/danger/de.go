package danger

const german = `
wer = mein mann|meine frau|mein sohn|meine tochter|mein kind|mein baby|unser baby|unser kind|unser sohn|unsere tochter|meine mutter|mein vater|meine oma|mein opa|mein freund|meine freundin|mein bruder|meine schwester|jemand|er|sie|ein mann|eine frau|ein kind|ein gast|der mann|die frau|ein alterer herr|eine altere dame|eine person
ort = meinem zimmer|unserem zimmer|unser zimmer|mein zimmer|das zimmer|dem zimmer|meiner wohnung|unserem bad|meinem bad
raum = zimmer|hotel|flur|bad|haus|gebaude|treppenhaus|keller|aufzug|fahrstuhl|restaurant|badezimmer|dachstuhl
in = im|in meinem|in unserem|in dem

phrases
(es brennt|hier brennt es|brennt es) !(licht|noch|das|die|eine|kein|kerzen|in der kehle|im hals|mir)
(zimmer|bett|vorhang|vorhange|kuche|haus|hotel|gebaude|dach|auto|balkon|fernseher|steckdose|gardine|matratze|teppich|mulleimer|handy|akku|ladegerat|sofa|waschmaschine|trockner|toaster) brennt !(licht|noch|das licht|die lampe|eine|kein|dauernd|standig|nicht)
(<in>) (<raum>) brennt es
in (der|unserer|meiner) (kuche|wohnung) brennt es
(steht|stehen) in flammen
(<in>) (<raum>) (ist|gibt es) (ein feuer|feuer|ein brand)
(feuer|brand|flammen) (<in>) (<raum>)
(feuer|brand) (ausgebrochen|ist ausgebrochen)
^ ?(hilfe) feuer ?(feuer|hilfe) $
(rauch|qualm) (kommt|dringt|quillt|steigt) ~ (aus|unter|durch|ins|in)
(kommt|dringt|quillt|steigt) (rauch|qualm) !(von der terrasse|vom grill|vom nachbarn)
(dichter|schwarzer|starker|beissender|voller|voll|uberall|alles voller) (rauch|qualm)
(riecht|stinkt) ~ nach (gas|verbranntem plastik|verschmortem|verbranntem kabel|verbrannten kabeln)
(gasgeruch|gasleck|gas tritt aus|gas stromt aus)
(feueralarm|rauchmelder|brandmelder|brandalarm|feuermelder) (geht los|geht gerade|ging los|lauft|klingelt|schrillt|ertont|ist losgegangen|hort nicht auf|schlagt an|hat ausgelost|wurde ausgelost)
(rufen|ruft|rufe|holt|holen|brauchen|brauche|alarmieren|alarmiert|verstandigen|verstandigt) ~ feuerwehr
(atmet|atmen) (nicht|nicht mehr|kaum|kaum noch|schwer und) !(gut)
(bekomme|bekommt|kriege|kriegt|bekommen) ~ keine luft
(kann|konnen) (nicht|nicht mehr|kaum|kaum noch|nicht richtig) atmen
(<wer>) ~ (erstickt|am ersticken)
(droht|drohe) zu ersticken
(hat|habe|bekommt|hatte gerade|hatte eben|erleidet|erlitt|bekommen|verdacht auf|glaube) ~ (herzinfarkt|herzanfall|schlaganfall|herzstillstand|krampfanfall|epileptischen anfall) !(gehabt|hinter sich|uberlebt)
(ist|liegt|sind|wurde|wird|lag|jemand) ~ (bewusstlos|ohnmachtig)
(<wer>) ~ (zusammengebrochen|umgekippt|kollabiert)
(<wer>) ~ in ohnmacht gefallen
(blutet|blute|bluten) (stark|sehr|heftig|extrem|aus dem kopf|am kopf|unaufhorlich|ununterbrochen|wie verruckt)
hort nicht auf zu bluten
(uberall blut|alles voller blut|viel blut verloren|verliert viel blut|so viel blut)
(rufen|ruft|rufe|brauche|brauchen|schicken|schickt|holen|holt|bestellen|bestellt|schick|ruf) ~ (krankenwagen|rettungswagen|notarzt|rettungsdienst|ambulanz|rettung|sanitater)
(krankenwagen|notarzt|rettungswagen|sanitater) (bitte|sofort|schnell|dringend)
(rufen sie|ruft|ruf|wahlen sie) ?(die|bitte|bitte die|sofort) (112|110|144|133|117)
(medizinischer|medizinischen|arztlicher) notfall
(das ist|dies ist|es ist|wir haben|habe|haben) ?(hier) (ein|einen) notfall
notfall (<in>) (zimmer|flur|bad|restaurant)
(hat|habe|eine) ~ uberdosis
(allergischer|allergischen|anaphylaktischer|anaphylaktischen) schock
(starke|schwere|heftige) allergische reaktion ~ (atem|luft|hals|gesicht|hilfe|bitte|jetzt|schnell)
(habe|hat|starke|heftige|plotzlich|schlimme) ?(starke|heftige|plotzlich|schlimme|grosse) (schmerzen in der brust|brustschmerzen|stechen in der brust)
(<wer>) ertrinkt
am ertrinken
(<wer>) (stirbt|liegt im sterben) !(vor|fast)
fruchtblase (ist geplatzt|geplatzt|ist gerade geplatzt)
(hat|habe|bekommt) (starke|die) wehen
(schwer|lebensgefahrlich) verletzt
(vom|aus dem) (balkon|fenster|dach) (gesturzt|gefallen|gesprungen|gesturzt)
die treppe (heruntergefallen|hinuntergefallen|runtergefallen|hinuntergesturzt|heruntergesturzt|runtergesturzt)
(<wer>) (reagiert nicht|bewegt sich nicht|wacht nicht auf|wacht nicht mehr auf|ist nicht ansprechbar|nicht ansprechbar)
(kein|keinen) puls !(messer)
(einbrecher|eindringling) (<in>|ist|sind|vor) (<raum>|meinem zimmer|unserem zimmer|meiner tur|der tur|im zimmer|in der wohnung)
(jemand|einer|ein mann|ein fremder|ein unbekannter) (versucht|will|bricht) ~ ~ (einzubrechen|einbrechen|ein|aufzubrechen|die tur einzutreten)
(er|sie|mann|jemand|typ|person|gast|freund|nachbar) (hat|mit|halt|zieht|bedroht uns mit|fuchtelt mit) (ein|einem|eine|einer) (messer|pistole|waffe|gewehr|axt|schusswaffe) !(und gabel)
bedroht (mich|uns|sie|ihn|meine|meinen|eine|einen)
(werde|werden|wird) ~ (angegriffen|uberfallen|bedroht|vergewaltigt|verprugelt|zusammengeschlagen|gewurgt)
(wurde|bin|wurden|gerade) ~ (vergewaltigt|niedergestochen|angeschossen|uberfallen|verprugelt|zusammengeschlagen)
(schlagt|verprugelt|wurgt|erwurgt) (mich|uns|seine frau|seine freundin|meine|meinen|sie|ihn|jemanden|eine frau)
(will|wollen|versucht|droht) ~ (mich|uns|sie|ihn|sich) ~ (umbringen|toten|umzubringen|zu toten)
(will|werde|mochte) (mich|mir) ~ (umbringen|toten|das leben nehmen|erhangen)
(ich bringe mich um|ich will sterben|ich will nicht mehr leben|mochte nicht mehr leben|kann nicht mehr leben)
(selbstmord|suizid) (begehen|machen|versuch)
(selbstmordgedanken|suizidgedanken|suizidal|selbstmordgefahrdet|selbstmordversuch)
(will|droht|wird) ~ (vom balkon|vom dach|aus dem fenster) ~ (springen|zu springen)
(bombe|bomben) (im|in|gefunden)
(bombendrohung|amoklauf|amoklaufer)
(es wird geschossen|jemand schiesst|mann schiesst|schusse gehort|schusse gefallen|hier wird geschossen)
(stecken|stecke|feststecken|sitzen|sitze|hangen|hange|gefangen|eingeschlossen|steckengeblieben) ?(wir|ich|hier|gerade|seit|fest) ~ im (aufzug|fahrstuhl|lift)
(aufzug|fahrstuhl|lift) (steckengeblieben|stecken geblieben|eingeschlossen|gefangen)
(rufen|ruft|brauche|brauchen|holt) ?(sie|bitte|sofort|schnell|die) ?(sie|bitte|sofort|schnell|die) polizei ?(bitte) (sofort|schnell|jetzt)
(brauche|brauchen) ~ (sofort|dringend|schnell) ~ (arzt|arztin)

own
^ ?(hilfe) (brand|es brennt) $
^ (notarzt|krankenwagen|herzinfarkt|notfall) ?(bitte|schnell|sofort|hilfe) $

harmless
(im falle|im fall|falls|im brandfall|bei brand|im notfall|fur den notfall|fur notfalle|was passiert|was mache ich|was tun)
(wenn es|wenn jemand|wenn ein|wenn mein|wenn meine|wenn ich|wenn mir)
(fehlalarm|ubung|probealarm|brandschutz|brandschutzubung|feuerloscher|notausgang)
(vor) (einem jahr|einigen jahren|vielen jahren|ein paar jahren|zwei jahren|drei jahren|jahren|langerer zeit|langer zeit|monaten|wochen)
(letztes|letzten|voriges|vergangenes) (jahr|mal|sommer|winter|monat|woche|urlaub)
(fruher|damals|einst|fast|beinahe|nahezu|quasi)
(film|buch|roman|serie|museum|ausstellung|lied|scherz|witz|dokumentation|theater)
(leidet an|vorgeschichte|erholt sich|reha)

nothing
(stornieren|stornierung|storno|absagen|umbuchen|umbuchung|ruckerstattung|erstattung|verschieben|reiseversicherung|reiserucktritt|reiserucktrittsversicherung)

negations
kein keine keinen keiner nicht nie ohne niemand weder
`
