package danger

const english = `
who = my husband|my wife|my son|my daughter|my child|my kid|my baby|our baby|our son|our daughter|my mother|my father|my mom|my mum|my dad|my friend|my partner|my boyfriend|my girlfriend|my brother|my sister|my grandmother|my grandfather|my grandma|my grandpa|someone|somebody|he|she|a man|a woman|a child|a guest|a person|an old man|an old woman|the man|the woman|a lady|the lady|a boy|a girl|a guy|one of the guests|another guest
notfire = place|places|pit|pits|extinguisher|extinguishers|exit|exits|escape|escapes|alarm|alarms|drill|drills|station|door|doors|department|brigade|truck|tv|tablet|stick|hose|hydrant|blanket|sale|show|shows|bowl|side|wood|works|safety|plan|certificate|warden|risk|hazard|sprinkler|in the fireplace|in the garden|on the beach|burning in the fireplace|ban|dance|dancer|eater|regulations|evacuation plan|assembly point
thing = room|house|hotel|building|kitchen|bed|curtain|curtains|car|roof|bathroom|balcony|corridor|hallway|restaurant|tv|television|minibar|fridge|socket|plug|oven|something|everything|hair|clothes|lift|elevator|laundry|carpet|mattress|toaster|charger|laptop|battery|dryer|bin|sofa|pillow|towel|stove
room = my room|our room|my bathroom|our bathroom|my door|our door|my house|my apartment|our apartment|the apartment|my balcony|our balcony

phrases
(there is|theres) a ?(big|huge|small|real|massive) fire !(<notfire>)
(there is|theres) fire !(<notfire>)
is there a fire $
is there a fire in the (hotel|building) $
(<thing>) (is|are) on fire
(<thing>) ?(has|have|just|has just|have just) caught fire
(fire|flames) in (my|our) (room|bathroom|apartment|kitchen|house)
(fire|flames) in the (kitchen|hotel|building|corridor|hallway|bathroom|lift|elevator|basement|roof|laundry|garage|stairwell)
^ (fire|flames) in (room|the room)
(room|kitchen|hotel|building|house|something|curtain|curtains|bed|roof|corridor|mattress) is burning
(can smell|smell|smells of|smells like|smell of|smelling) gas
(smell|smells|smelling) ~ (something burning|something is burning|burning plastic|burning wires)
(there is|theres|we have|think there is|think theres|is there) a gas leak
smoke (coming|pouring|everywhere|filling|is coming|is everywhere|is filling) !(from the bbq|from the barbecue|from the chimney)
(full of|filled with|thick|black|heavy) smoke !(marks|stains|glass)
fire alarm (is ringing|is going off|going off|went off|is sounding|wont stop|keeps ringing|just went off|has gone off|is on)
(call|get|need|send|calling) ?(the|a) (fire department|fire brigade|firefighters|firemen|fire service)
^ ?(please) help ?(help|me|us) fire
not breathing !(fresh|clean|good|well in)
(stopped|isnt|hardly|barely|having trouble|having difficulty|having difficulties|having problems) breathing !(fresh|clean)
(cant|cannot|can not|unable to|not able to|struggling to|struggles to|hardly|barely|couldnt) (breathe|breath) !(fresh|clean)
(<who>) ?(is|was) struggling to breathe
(having|is having|suffering|suffered just now|just had|has just had|just suffered) a (heart attack|stroke|seizure|cardiac arrest|massive heart attack)
(think its|think it is|might be|could be|looks like|suspect) a (heart attack|stroke)
cardiac arrest
(is|are|hes|shes|lying|lies|found|fell|still|became|was found) unconscious !(bias)
(<who>) ?(is|has|have|just|has just) (collapsed|fainted|passed out) !(drunk|asleep|early)
i (just fainted|am about to faint|think im going to faint|am going to pass out|think im about to pass out)
bleeding (heavily|badly|a lot|profusely|severely|out|to death|from the head|from his head|from her head|so much)
(wont|cant|doesnt|does not|will not|not|cannot) stop (bleeding|the bleeding)
(lot|lots|so much|too much) ?(of) blood !(pressure|oranges|test|tests|sugar)
blood everywhere
(is|hes|shes|im|am|are|now) choking !(on the price|hazard)
(took|taken|had|of) an overdose
overdosed
(took|swallowed|taken) ?(way) (too many|all the|all her|all his|all my|a lot of) (pills|tablets|sleeping pills|painkillers)
(swallowed|drank|drunk) (bleach|poison|detergent|cleaning fluid|a battery)
(call|need|needs|send|get|calling|want|request) ?(me|us|him|her|for) ?(an|the|a) ambulance
ambulance (now|please|quick|quickly|fast|immediately|urgent|urgently|asap|needed)
(call|dial|calling) (112|911|999) !(if)
(having|is having|have) ?(an|a) ?(severe|bad|serious|strong|really bad|very bad) allergic reaction ~ (now|help|quick|face|throat|breathe|swelling|swollen)
(severe|bad|serious) allergic reaction !(to|in the past|before)
(in|into|having|has|an) ?(an) anaphyla*
(throat|tongue) is (swelling|closing|swollen)
(have|has|having|got|strong|severe|terrible|bad|feel|feeling) ?(a|strong|severe|bad|terrible|sudden) (chest pain|chest pains|pain in my chest|pain in his chest|pain in her chest|pains in my chest)
(someone|somebody|think im|think i am|think he is|think she is|think hes|think shes|husband is|wife is|father is|mother is|son is|daughter is|baby is|friend is|he is|she is) dying !(for|to|of hunger|of thirst|of heat|of laughter|of boredom|inside|from the heat)
(someone|somebody|he|she|child|kid|boy|girl|man|woman|person|son|daughter|guest) ?(is|was) drowning !(in work|in debt|in emails|in paperwork|in tourists)
(my|her|wifes) waters ?(just|have|has|have just) (broke|broken)
(my|her|wifes) water (just|has|has just) (broke|broken)
(is|shes|am|im|gone|going|went) ?(in|into) (labour|labor) !(day|market|union|costs)
(is|shes) giving birth
(badly|seriously|severely|critically) (hurt|injured|wounded|burned|burnt)
(fell|fallen|jumped) (from|off|out of) (the|a|our|my|his|her) (balcony|window|roof|terrace)
(<who>) ?(has|just|has just) (fell|fallen) down the stairs
(its|this is|it is|have|having|there is|theres|a real|urgent) ?(a) medical emergency !(number|numbers|contact|contacts|service|services|kit)
^ medical emergency $
^ ?(help|please help) (this is an emergency|its an emergency|it is an emergency|emergency) $
(this is|its|it is) an emergency , ~ (please|help|come|send|call|my)
(has no|theres no|there is no|no|find a|find his|find her) pulse
(<who>) (is not|isnt|wont|will not|does not|doesnt) (wake up|waking up|moving|responding) !(early|before|in time|for breakfast|at|to my|to emails|to the alarm)
(intruder|burglar) (in|inside|at) (<room>)
(there is|theres) (an intruder|a burglar|an armed man|a gunman)
(someone|somebody|a man|some man|man|stranger|a guy|burglar|two men) ?(is|are|has|just|was) ?(trying to) (break into|breaking into|break in|breaking in|broke into|broken into|force open|forcing open|kick in|kicking in) ?(to) (<room>)
(someone|somebody|a man|some man|stranger|a guy) is trying to (get into|break down|open) (<room>)
(man|woman|guy|someone|somebody|person|he|she|husband|boyfriend|guest|neighbour|neighbor|people|they) ?(here|outside|downstairs|in the lobby) (has|have|with|is holding|holding|pulled|pulled out|is waving|waving|has got|hes got|is carrying) (a|an) (gun|knife|weapon|pistol|rifle|axe|machete) !(for|to cut|and fork|allergy)
(am|im|being|are|is|hes|shes) being (attacked|assaulted|raped|robbed|stabbed|strangled|beaten|kidnapped|threatened|followed into) !(by mosquitos|by mosquitoes|by seagulls|by ants|by bugs|by bed bugs|by bedbugs|by wasps|by flies|by insects)
(i|she|he|we|friend|wife|daughter|son|someone|somebody|sister|woman|girl) ?(just|was|were|have been|has been|got|just got|was just|have just been|has just been|been) (raped|stabbed|shot at|sexually assaulted|kidnapped|drugged|attacked by a man|beaten up)
(is|hes|shes|are|theyre|was) (attacking|beating|hitting|strangling|choking|stabbing|raping|threatening) (me|us|my wife|my husband|my son|my daughter|her|him|his wife|his girlfriend|a woman|people|someone|somebody)
(trying to kill|tried to kill|threatening to kill|threatened to kill|wants to kill|says he will kill|said he will kill) (me|us|him|her|my|someone|himself|herself|themselves)
(want to|going to|gonna|about to|wanna|will|plan to|planning to|thinking of|thinking about|decided to|tried to|trying to) (kill myself|end my life|killing myself|ending my life|commit suicide|end it all|hang myself|take my own life|kill himself|kill herself|take his own life|take her own life)
i (want to|wanna) die
(am|im|is|hes|shes|feel|feeling) suicidal
(about to|wants to|going to|threatening to|will) jump (off|from|out of) the (balcony|roof|window|building|bridge)
(there is|theres|has|planted|found) a bomb !(shelter)
bomb (threat|in the hotel|in the building|in the lobby|in my room)
(shots fired|heard gunshots|heard gun shots|gunfire|active shooter|mass shooting|someone is shooting|somebody is shooting|man is shooting|there is a shooting|theres a shooting)
(stuck|trapped|locked) in (the|an|a|your|this) (lift|elevator) !(lobby|music)
(trapped|stuck) in (the|a) (fire|smoke|sauna|burning room)
carbon monoxide (alarm|detector) (is|keeps|went|going)
(need|call|send|get|calling) the police (now|immediately|quick|quickly|right now|urgently|asap|fast)
(need|send|get|call) ?(a|me|us|me a|us a) doctor (now|immediately|urgently|right now|quickly|quick|fast|asap) !(or)

own
^ fire ?(fire) ?(fire) ?(help|please|now) $
^ ?(an) ambulance ?(please) $
^ (heart attack|stroke) $
^ emergency ?(emergency|help|please) $

harmless
(in case of|in the event of|in case theres|in case there is|if there is|if theres|if there was|what if|what happens if|what happens when|in an emergency|for emergencies)
if (i|we|someone|somebody|anyone|anybody|my|he|she|a guest|guests|a|the) ~ (has|have|had|is|are|need|needs|faints|collapses|gets|feel|feels|was|were)
(drill|drills|false alarm|just kidding|kidding|joking|hypothetically|theoretically|rehearsal)
(years|year|months|month|weeks|decades) ago
(last|previous) (year|month|summer|winter|autumn|spring|time|visit|stay|season)
(when i was|once had|used to|in the past|history of|anniversary|survivor of|recovering from|recovered from|at risk of|prone to)
(almost|nearly|practically|basically) (had|having|died|fainted|a|collapsed|passed)
(movie|film|book|song|novel|documentary|game|podcast|exhibition|museum|tv series|album)
(policy|policies|procedure|procedures|protocol|protocols|regulations|trained|training|certified)
how far
(fake|toy|water|nerf) (gun|knife|weapon)
is there an (open|log) fire
(karaoke|concert|party|dj|band) ~ on fire
nearest hospital
hospital nearby

nothing
(cancel|cancellation|cancelling|canceling|cancelled|refund|refunded|reimburse|reimbursement|reschedule|postpone|rebook|rebooking)
(change|move|shift) (my|our|the) (booking|reservation|dates|stay)
(travel|medical|trip) insurance

negations
no not dont didnt isnt wasnt never without nobody none doesnt neither hardly
`
