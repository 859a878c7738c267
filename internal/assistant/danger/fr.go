package danger

const french = `
qui = mon mari|ma femme|mon fils|ma fille|mon enfant|mon bébé|notre bébé|notre fils|notre fille|ma mère|mon père|ma grand-mère|mon grand-père|mon ami|mon amie|mon copain|ma copine|mon frère|ma sœur|ma soeur|quelqu'un|il|elle|un homme|une femme|un enfant|un client|une cliente|une personne|une dame|un monsieur
chez = ma chambre|notre chambre|la chambre|mon appartement|notre appartement|ma porte|notre porte|la salle de bain

phrases
(il y a|y a) (le feu|un incendie|un début d'incendie|du feu|un départ de feu)
(chambre|cuisine|l'hôtel|hôtel|immeuble|l'immeuble|bâtiment|couloir|lit|rideau|rideaux|toit|voiture|matelas|prise|télé|balcon|maison|poubelle|quelque chose) (est en feu|sont en feu|a pris feu|ont pris feu|prend feu|en flammes|est en flammes|brûle|brûlent)
^ ?(au secours|à l'aide|vite) (au feu|incendie|le feu) ?(vite|au secours|à l'aide) $
^ au feu
(il y a|y a|de la|beaucoup de|une épaisse|plein de) ?(de la) fumée (qui sort|qui entre|partout|noire|épaisse|dans le couloir|sort)
fumée (noire|épaisse)
(odeur de gaz|fuite de gaz|sent le gaz|ça sent le gaz)
(odeur de brûlé|sent le brûlé|sent le plastique brûlé) ~ (prise|électrique|chambre|couloir|fort)
(alarme incendie|alarme d'incendie|alarme à incendie|l'alarme incendie) (sonne|retentit|s'est déclenchée|se déclenche|ne s'arrête pas|vient de sonner|s'est mise à sonner)
(appelez|appeler|appelle|besoin des|envoyez|prévenez) ~ pompiers
respire (plus|pas|à peine|très mal|difficilement) !(bien dans|l'air)
(n'arrive|n'arrivons|arrive|peux|peut|n'arrivent|parviens|parvient) (pas|plus) ?(à) respirer
(s'étouffe|en train de s'étouffer|s'est étouffé|s'est étouffée)
(fait|fais|faire|viens de faire|vient de faire|en train de faire|a eu|victime) ~ (crise cardiaque|infarctus|avc|arrêt cardiaque|malaise cardiaque|crise d'épilepsie|hémorragie|malaise)
(crois|pense) ~ (crise cardiaque|infarctus|avc)
(est|toujours|trouvé|trouvée|gît|allongé|allongée) ~ (inconscient|inconsciente|inanimé|inanimée)
(s'est évanoui|s'est évanouie|a perdu connaissance|perdu connaissance|s'est effondré|s'est effondrée|est tombé dans les pommes|est tombée dans les pommes)
(saigne|saignes|saignent) (beaucoup|abondamment|énormément|de la tête|trop|sans arrêt)
(perd beaucoup de sang|perdu beaucoup de sang|du sang partout|n'arrête pas de saigner|plein de sang)
(appelez|appeler|appelle|besoin|envoyez|faut|vite|demande|commandez|il me faut|il nous faut) ~ (ambulance|l'ambulance|d'ambulance|d'une ambulance|une ambulance)
ambulance (vite|svp|urgent|immédiatement|tout de suite|s'il vous plaît|rapidement)
(appelez|appeler|appelle|contactez) ?(vite|svp|s'il vous plaît) (le samu|les secours|le 15|le 18|le 112|le 17)
(urgence médicale|urgence vitale)
(c'est|il s'agit d'|nous avons|on a) (une urgence|d'une urgence|une urgence absolue) $
(overdose|surdose) !(de)
(choc anaphylactique|choc allergique|œdème de quincke|oedeme de quincke)
réaction allergique (grave|sévère|violente|très forte)
(j'ai|il a|elle a|mari a|femme a|père a|mère a|forte|fortes|une) ?(une|des|très|de|fortes|forte|grosse) (douleur|douleurs|douleur forte) (à la poitrine|dans la poitrine|thoracique|thoraciques|au thorax)
(j'ai|il a|elle a) (très mal|mal) (à la poitrine|dans la poitrine|au thorax)
(se noie|en train de se noyer|s'est noyé|s'est noyée)
(est en train de mourir|je suis en train de mourir|il va mourir|elle va mourir|il meurt) !(de faim|de chaud|de soif|de rire|d'envie)
(perdu les eaux|en train d'accoucher|accouche maintenant|le bébé arrive)
(gravement|grièvement|sérieusement) (blessé|blessée|blessés|brûlé|brûlée)
(tombé|tombée|tombe|sauté|chuté) (du|de la|par la|de notre) (balcon|fenêtre|toit|terrasse)
(tombé|tombée) dans (les escaliers|l'escalier)
(<qui>) ?(ne) (se réveille|réagit|bouge) (pas|plus)
(plus|pas) de pouls
(intrus|cambrioleur|voleur) (dans|devant|à) (<chez>)
(quelqu'un|un homme|un individu|un inconnu|un type) (essaie|tente|est en train|veut|essaye) ~ (entrer|forcer|défoncer|pénétrer|d'entrer|de forcer) ~ (<chez>)
(homme|il|elle|quelqu'un|individu|mari|type|client) (a|avec|tient|a sorti|brandit) (un|une) (couteau|arme|pistolet|fusil|hache|arme à feu)
(il|elle|quelqu'un|on|homme|mari|copain|ils|type) (me|nous|la|le|m') (frappe|bat|menace|agresse|étrangle|attaque|frappent|menacent|agressent)
(me suis fait|s'est fait|j'ai été|a été|nous avons été|viens d'être|vient d'être|on s'est fait) (violer|violée|violé|agresser|agressée|agressé|poignarder|poignardé|poignardée|tirer dessus|tabasser|tabassé)
(veut|essaie de|menace de|essaye de|tente de) (me|nous|la|le|se) tuer
(veux|vais|envie de|pense à|compte) (me suicider|en finir|mourir|me tuer|mettre fin à mes jours|en finir avec la vie)
(suicidaire|pensées suicidaires|tentative de suicide|s'est suicidé|s'est suicidée)
(veut|va|menace de) (sauter|se jeter) (du|de la|par la) (balcon|toit|fenêtre)
(alerte à la bombe|il y a une bombe|une bombe dans)
(coups de feu|fusillade|tireur|il y a des tirs|attentat) !(à la pudeur|en)
(coincé|coincée|coincés|coincées|bloqué|bloquée|bloqués|bloquées|enfermé|enfermés|enfermée|enfermées) dans (l'ascenseur|un ascenseur)
(appelez|appeler|besoin) ~ police ~ (vite|immédiatement|tout de suite|d'urgence|urgence)
(besoin|faut|appelez|envoyez) ~ médecin ~ (vite|immédiatement|tout de suite|d'urgence|urgence|urgent)

own
^ ?(une|vite) ambulance ?(vite|svp) $
^ (crise cardiaque|urgence|urgence urgence|au feu au feu) $

harmless
(en cas de|en cas d'incendie|en cas d'urgence|en cas)
si (jamais|quelqu'un|un|une|il|elle|mon|ma|je|on|nous|l'alarme)
(que faire|exercice|fausse alerte|sécurité incendie|consignes|extincteur|issue de secours)
(il y a) ~ (ans|an|mois|semaines|années|quelques années|longtemps)
(l'an dernier|l'année dernière|l'année passée|le mois dernier|l'été dernier|l'hiver dernier|la dernière fois|autrefois|dans le passé|antécédents)
(failli|presque|quasiment)
(film|livre|roman|série|musée|exposition|chanson|spectacle|pour rire|blague|plaisante)

nothing
(annuler|annulation|annulé|remboursement|rembourser|remboursé|reporter|report|assurance voyage|décaler|modifier ma réservation|modifier notre réservation)

negations
pas plus aucun aucune jamais sans ni
`
