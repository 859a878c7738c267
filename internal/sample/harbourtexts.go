package sample

import "deskbell/internal/knowledge"

type fact = knowledge.Fact

var harbourEntries = []knowledge.Entry{
	entry("hv-view-rooms", "All Superior and Family rooms on the third to fifth floor face the harbour. Choose \"harbour side\" when you book; we cannot promise a certain floor.",
		"Which rooms face the harbour?", "How do I get a room with a harbour view?"),
	entry("hv-room-types", "We have 62 rooms: Classic (18 m², double or twin), Superior (24 m², balcony) and Family (32 m², four beds). All have a private bathroom.",
		"What room types do you have?", "What is the difference between Classic and Superior rooms?", "How big are the rooms?"),
	entry("hv-beds", "Our double beds are 160 cm wide in Classic and 180 cm in Superior rooms. Twin beds are 90 cm each. Softer and firmer pillows are in the wardrobe.",
		"How wide are the beds?", "Do you have twin beds?", "Can I have two single beds?"),
	entry("hv-fado", "Every Thursday at 21:00 a fado singer comes to our bar. There is no cover charge; tables can be reserved at reception.",
		"Is there live music in the hotel?", "When is the fado evening?"),
	entry("hv-plugs", "Our sockets are European, type F, 230 V. Reception lends you an adapter free of charge.",
		"Which power sockets do you have?", "Do I need a plug adapter?", "Can I borrow an adapter for my charger?"),
	entry("hv-water", "The tap water is safe to drink. Filtered still and sparkling water comes from the tap in the lobby, free of charge.",
		"Can I drink the tap water?"),
	entry("hv-dress", "There is no dress code, in the restaurant neither. Just no swimwear, please.",
		"Is there a dress code in the restaurant?", "What should I wear to dinner?"),
	entry("hv-breakfast-offer", "The buffet has bread from the bakery next door, cheese and ham, eggs made to order, fruit, yoghurt, cereals, pastéis de nata, and gluten-free bread and plant-based milk.",
		"What is there to eat for breakfast?", "What does the breakfast buffet have?", "Are there eggs at breakfast?"),
	entry("hv-towels-pool", "Pool towels lie ready at the pool. Please leave the towels of your room in your room.",
		"Do you have pool towels?", "Can I take towels from my room to the pool?"),
	entry("hv-umbrella", "Umbrellas stand by the door for everyone to borrow.",
		"Can I borrow an umbrella?"),
	entry("hv-cruise", "The cruise terminal is 15 minutes away on foot along the river, or 5 minutes by taxi.",
		"How far is the cruise terminal?", "How do we get to the cruise ship?"),
	entry("hv-renovation", "No. The house was renovated in 2024, and no building work is planned this year.",
		"Is there any construction or renovation going on?"),
	bookedOnly(entry("hv-wifi-password", "The network is \"HarbourView\" and the password is \"sea-breeze-12\".",
		"What is the Wi-Fi password?", "What is the password for the internet?", "Which Wi-Fi network do I use and what is the code?")),
	bookedOnly(entry("hv-garage-code", "The code for the garage door is printed on your booking confirmation; on the keypad, press # after it.",
		"What is the code for the garage door?", "How do I open the garage?")),
	entry("hv-rooftop", "",
		"Will the rooftop terrace open this summer?"),
}

var harbourWidget = Widget{
	Launcher: map[string]string{
		"en": "Chat with us", "pt": "Fale connosco", "de": "Chatten Sie mit uns", "fr": "Discutez avec nous", "es": "Chatee con nosotros", "ar": "تحدث معنا",
	},
	Greeting: map[string]string{
		"en": "Welcome to Harbour View Hotel. I am the digital assistant: ask me anything about your stay. A person is one press away.",
		"pt": "Bem-vindo ao Harbour View Hotel. Sou o assistente digital: pergunte-me o que quiser sobre a sua estadia. Basta um toque para falar com uma pessoa.",
		"de": "Willkommen im Harbour View Hotel. Ich bin der digitale Assistent: Fragen Sie mich alles zu Ihrem Aufenthalt. Ein Mensch ist nur einen Klick entfernt.",
		"fr": "Bienvenue au Harbour View Hotel. Je suis l'assistant numérique : posez-moi vos questions sur votre séjour. Une personne est à portée de clic.",
		"es": "Bienvenido al Harbour View Hotel. Soy el asistente digital: pregúnteme lo que quiera sobre su estancia. Una persona está a un clic.",
		"ar": "مرحباً بكم في فندق Harbour View. أنا المساعد الرقمي: اسألني عن أي شيء يخص إقامتك، ويمكنك التحدث مع أحد موظفينا بضغطة واحدة.",
	},
	QuickReplies: map[string][]string{
		"en": {"What time is check-in?", "Is there parking, and what does it cost?", "What time is breakfast?", "Can I bring my dog?"},
		"pt": {"A que horas é o check-in?", "Quanto custa o estacionamento?", "A que horas é o pequeno-almoço?", "Posso levar o meu cão?"},
		"de": {"Wann ist Check-in?", "Was kostet der Parkplatz?", "Wann gibt es Frühstück?", "Darf ich meinen Hund mitbringen?"},
		"fr": {"À quelle heure est le check-in ?", "Combien coûte le parking ?", "À quelle heure est le petit-déjeuner ?", "Puis-je venir avec mon chien ?"},
		"es": {"¿A qué hora es el check-in?", "¿Cuánto cuesta el parking?", "¿A qué hora es el desayuno?", "¿Puedo llevar a mi perro?"},
		"ar": {"متى وقت تسجيل الوصول؟", "كم سعر موقف السيارات؟", "متى وقت الإفطار؟", "هل يمكنني إحضار كلبي؟"},
	},
}
