package builtin

import "deskbell/internal/assistant"

// discomfort tells that something in the house is not as it should be for the guest who is in it: too hot, too loud, missing.
// Whoever asks before a stay puts it otherwise ("is the room too small for four?"), or with one of the words in asksWhether.
var discomfort = intentRule{is: assistant.IntentComplaint, clear: true, but: asksWhether, pattern: anyOf(
	`(?:room|suite|shower|water|bed|mattress|pillows?|ac|a c|air con|aircon|air conditioning|heating|fan|fridge|neighbou?rs?|music|tv|bathroom|street|corridor|food|soup|coffee|it)(?:'s| is| are| was| were)(?: \w+)? (?:too|way too|far too|unbearably|freezing|boiling|ice|stone)(?: (?:hot|cold|warm|loud|noisy|dark|hard|soft|small|dirty|bright|stuffy|weak|humid))?(?: .*)?`,
	`(?:my|our|the) (?:shower|water|food|soup|coffee|heating) (?:is|was|are|were) (?:still |only |just )?(?:cold|lukewarm)(?: .*)?`,
	`it(?:'s| is) (?:so |very |really )?(?:freezing|boiling|hot|cold|loud|noisy|stuffy) in (?:here|my|our|the room|room)(?: .*)?`,
	`(?:my|our|the) (?:[^ ]+ )?neighbou?rs (?:are|were) (?:[^ ]+ )?(?:loud|noisy|shouting|partying)(?: .*)?`,
	`^ no (?:hot water|water|towels?|toilet paper|soap|electricity|power|light|heating|hangers|cups|glasses) in (?:my|our|the|room)(?: .*)?`,

	`(?:zimmer|raum|wasser|dusche|bett|matratze|klimaanlage|heizung|nachbarn?|musik|kissen|essen|bad) (?:[^ ]+ )?(?:ist|sind|war|waren) (?:[^ ]+ )?(?:zu|viel zu|eiskalt|unertraglich)(?: (?:heiss|kalt|warm|laut|hart|weich|dunkel|klein|stickig))?(?: .*)?`,
	`es ist (?:[^ ]+ )?(?:zu|viel zu|so|sehr|eiskalt)(?: (?:heiss|kalt|warm|laut|stickig))? (?:hier|(?:hier )?(?:im|in (?:meinem|unserem|dem)) zimmer)`,
	`^ (?:wir haben |ich habe |es gibt |da ist |hier ist |hier sind )?keine? (?:warmes wasser|handtucher|toilettenpapier|strom|heizung|seife) (?:im|in|auf|bei) (?:[^ ]+ )?(?:zimmer|bad)`,

	`(?:chambre|eau|douche|lit|matelas|climatisation|clim|chauffage|voisins?|musique|salle de bain) (?:[^ ]+ )?(?:est|sont|etait) (?:[^ ]+ )?(?:trop|glacee?s?|insupportables?)(?: .*)?`,
	`il fait (?:trop |tres |vraiment |si )?(?:chaud|froid) (?:ici|dans (?:ma|notre|la) chambre)`,
	`il n'y a (?:pas|plus) (?:de |d')(?:serviettes?|eau chaude|eau|savon|papier toilette|electricite|chauffage|lumiere) dans (?:ma|notre|la) (?:chambre|salle de bain)`,

	`(?:habitacion|agua|ducha|cama|colchon|aire acondicionado|aire|calefaccion|vecinos|musica) (?:[^ ]+ )?(?:esta|estan|es|son|hace|hacen) (?:demasiado|demasiada|helad[ao]s?|insoportable)(?: .*)?`,
	`hace (?:demasiado |mucho |muchisimo |tanto )?(?:calor|frio) (?:aqui|en (?:mi|nuestra|la) habitacion)`,
	`no (?:hay|tenemos|tengo) (?:agua caliente|agua|toallas|jabon|papel higienico|luz|electricidad|calefaccion) en (?:mi|nuestra|la) (?:habitacion|ducha)`,

	`(?:quarto|agua|chuveiro|duche|cama|colchao|ar condicionado|aquecimento|vizinhos|musica) (?:[^ ]+ )?(?:esta|estao|e|sao|faz|fazem) (?:demasiado|demasiada|gelad[ao]s?|insuportavel|muito)(?: (?:quente|fri[ao]|barulh\w*|alt[ao]|dur[ao]|escuro))(?: .*)?`,
	`esta (?:muito |demasiado |tanto )?(?:calor|frio) (?:aqui|no (?:meu|nosso)? ?quarto)`,
	`nao (?:ha|tem|temos|tenho) (?:agua quente|agua|toalhas|sabonete|papel higienico|luz|eletricidade|aquecimento) no (?:meu |nosso )?(?:quarto|chuveiro)`,

	`(?:camera|stanza|acqua|doccia|letto|materasso|aria condizionata|riscaldamento|vicini|musica) (?:[^ ]+ )?(?:e|sono|era|fa|fanno) (?:[^ ]+ )?(?:troppo|gelat[ao]|ghiacciat[ao]|insopportabil[ei])(?: .*)?`,
	`fa (?:troppo |molto |tanto )?(?:caldo|freddo) (?:qui|(?:in|nella) (?:mia |nostra )?(?:camera|stanza))`,
	`(?:non c'e|non ci sono|manca|mancano) (?:l'|gli |la |il )?(?:acqua calda|acqua|asciugamani|sapone|carta igienica|luce|riscaldamento) (?:in|nella) (?:mia |nostra )?(?:camera|stanza|doccia)`,

	`(?:kamer|water|douche|bed|matras|airco|verwarming|buren|muziek) (?:[^ ]+ )?(?:is|zijn|was) (?:[^ ]+ )?(?:te|veel te|ijskoud|ondraaglijk)(?: (?:warm|heet|koud|luid|hard|zacht|donker|klein|benauwd))?(?: .*)?`,
	`het is (?:veel te |te |heel |erg |zo )?(?:koud|ijskoud|warm|heet|benauwd) (?:hier|(?:hier )?(?:in|op) (?:de|mijn|onze) kamer)`,
	`(?:er is|er zijn|we hebben|ik heb) geen (?:warm water|water|handdoeken|wc papier|toiletpapier|zeep|stroom|verwarming) (?:in|op) (?:de|mijn|onze) (?:kamer|badkamer)`,

	`(?:الغرفه|غرفتي|غرفتنا|الماء|الدش|التكييف|المكيف|الجيران|الموسيقي) (?:[^ ]+ )?(?:حاره?|بارده?|صاخب\w*|مزعج\w*|عاليه?) جدا`, `لا (?:يوجد|توجد) (?:ماء ساخن|ماء|مناشف|صابون|كهرباء) في (?:غرفتي|غرفتنا|الغرفه)`,
	`(?:החדר|המים|המקלחת|המזגן|השכנים|המוזיקה) (?:[^ ]+ )?(?:חם|קר|קרה|קרים|חמים|רועש|רועשים|חזק|חזקה) (?:מדי|מאוד)(?: .*)?`, `אין (?:מים חמים|מים|מגבות|סבון|נייר טואלט|חשמל) (?:בחדר|במקלחת)(?: .*)?`)}
