package builtin

import (
	"strings"
	"unicode"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge/text"
)

// small talk is recognised only where a message is nothing else: "hello, do you
// have parking?" is a question about parking.

// greetings, thanks … by folded phrase. A phrase may be followed by fillers.
var (
	greetings = phraseSet(`hi; hello; hey; hiya; howdy; yo; hi there; hello there; hey there; good morning; good afternoon; good evening; good day; greetings; morning; evening; helo; helloo; hellooo; hii; hiii; heya;
		hallo; guten tag; guten morgen; guten abend; servus; moin; gruss gott; gruezi; tag;
		bonjour; bonsoir; salut; coucou; bonjour a vous;
		hola; buenos dias; buenas tardes; buenas noches; buenas; buen dia; que tal;
		ola; oi; bom dia; boa tarde; boa noite; viva;
		ciao; buongiorno; buonasera; salve; buon giorno; buona sera;
		hoi; goedemorgen; goedemiddag; goedenavond; goedendag; goeiedag; dag;
		مرحبا; اهلا; السلام عليكم; صباح الخير; مساء الخير; سلام; اهلا وسهلا; هلا; שלום; היי; הי; בוקר טוב; ערב טוב; צהריים טובים; 👋; hej; god dag; dzien dobry; merhaba; selam; konnichiwa; namaste; shalom; salam; aloha; здравствуйте; привет; добрый день`)
	thanks = phraseSet(`thanks; thank you; thank you very much; thank you so much; thanks a lot; many thanks; thx; ty; tysm; cheers; much appreciated; thanks for your help; thank you for your help; thanks for the help; great thanks; perfect thanks; ok thanks; okay thanks; thank u; that helps; that helped; very helpful; thanks for the info; thank you for the information; thanks for letting me know; appreciate it; i appreciate it; no thanks; no thank you;
		danke; danke schon; vielen dank; dankeschon; herzlichen dank; danke sehr; danke dir; danke ihnen; super danke; besten dank;
		merci; merci beaucoup; merci bien; mille mercis; non merci; super merci;
		gracias; muchas gracias; mil gracias; muchisimas gracias; no gracias;
		obrigado; obrigada; muito obrigado; muito obrigada; nao obrigado; nao obrigada; obrigadissimo;
		grazie; grazie mille; molte grazie; tante grazie; no grazie; la ringrazio;
		bedankt; dank u; dank je; dank u wel; dank je wel; hartelijk dank; dankjewel; dankuwel; شكرا; شكرا جزيلا; شكرا لك; תודה; תודה רבה; 🙏; спасибо; tack; dziekuje; tesekkurler`)
	goodbyes = phraseSet(`bye; goodbye; bye bye; good bye; see you; see ya; see you soon; see you later; take care; have a nice day; have a good day; have a great day; good night; goodnight; that is all; thats all; that s all; that is it; that was all; nothing else; cya; see you tomorrow; talk later; see you then;
		tschuss; auf wiedersehen; bis bald; bis dann; schonen tag; schonen tag noch; gute nacht; ciao ciao; schonen abend; das war alles;
		au revoir; a bientot; bonne journee; bonne soiree; bonne nuit; c est tout;
		adios; hasta luego; hasta pronto; hasta manana; chao; eso es todo;
		adeus; ate logo; ate breve; tchau; xau; e tudo; ate amanha;
		arrivederci; a presto; buona giornata; buona serata; buonanotte; e tutto;
		doei; tot ziens; dag dag; fijne dag; وداعا; مع السلامه; الى اللقاء; להתראות; ביי; לילה טוב`)
	whoAreYou = phraseSet(`are you a bot; are you a robot; are you human; are you a human; are you real; are you a real person; are you a person; is this a bot; is this a robot; is this a real person; is this a human; am i talking to a bot; am i talking to a human; am i talking to a person; am i talking to a real person; am i talking to a machine; am i chatting with a bot; am i chatting with a real person; am i chatting with a human; am i speaking to a human; am i speaking with a real person; am i speaking to a real person; am i speaking with a human; am i speaking to a person; who are you; what are you; who is this; are you ai; are you an ai; is this ai; are you chatgpt; is this chatgpt; is this an ai; are you a machine; are you an assistant; what is your name; your name; do you have a name; who am i talking to; who am i chatting with; bot; are you a chatbot; is this a chatbot; is this automated; are you automated; you are a bot; you a bot; r you a bot; is it a bot; are you bot; are you even human; are you an actual person; are you a computer; is this a computer; are you alive; is there a human behind this;
		bist du ein bot; sind sie ein bot; bist du ein mensch; sind sie ein mensch; bist du ein roboter; sind sie ein roboter; wer bist du; wer sind sie; bist du echt; spreche ich mit einem menschen; spreche ich mit einem bot; schreibe ich mit einem menschen; bist du eine ki; sind sie eine ki; wie heisst du; wie heissen sie;
		etes vous un robot; es tu un robot; etes vous humain; qui etes vous; qui es tu; etes vous une personne reelle; vous etes un robot; tu es un robot; est ce que vous etes un robot; est ce que je parle a un robot; comment vous appelez vous; est ce un robot;
		eres un bot; eres un robot; es usted un robot; eres humano; eres una persona; quien eres; quien es usted; estoy hablando con un robot; estoy hablando con una persona; hablo con un robot; es un bot; como te llamas;
		es um robo; e um robo; voce e um robo; es um bot; voce e humano; e humano; quem es tu; quem e voce; estou a falar com um robo; estou a falar com uma pessoa; estou falando com um robo; como te chamas;
		sei un bot; sei un robot; sei umano; chi sei; sei una persona; sto parlando con un robot; sto parlando con una persona; lei e un robot; come ti chiami; sei una persona reale;
		ben je een robot; ben je een mens; bent u een robot; wie ben je; wie bent u; هل انت روبوت; هل انت انسان; من انت`)
	// needs are calls for help that do not say with what, and answers to "is there
	// anything else": there is a question behind them.
	needs = phraseSet(`help; help me; i need help; need help; can you help; can you help me; could you help me; can you help us; can you assist me; please help; please help me; i need assistance; i need some help; i need some information; i need information; i have a question; i have some questions; i have another question; one more question; another question; question; quick question; can i ask you something; can i ask a question; may i ask a question; may i ask something; i want to ask something; i would like to ask something; yes; yes please; yeah; yep; yup; sure yes; of course; what can you do; what can you help me with; how can you help me; what can i ask you; what do you know; how does this work; how does this chat work; what is this;
		hilfe; ich brauche hilfe; konnen sie mir helfen; kannst du mir helfen; ich habe eine frage; eine frage; noch eine frage; ja; ja bitte; was kannst du; was konnen sie;
		aide; aidez moi; j ai besoin d aide; pouvez vous m aider; j ai une question; une question; oui; oui s il vous plait; que pouvez vous faire;
		ayuda; necesito ayuda; me puede ayudar; puede ayudarme; me puedes ayudar; tengo una pregunta; una pregunta; si; si por favor; que puedes hacer;
		ajuda; preciso de ajuda; pode ajudar me; pode me ajudar; tenho uma pergunta; tenho uma duvida; uma pergunta; sim; sim por favor;
		aiuto; ho bisogno di aiuto; puo aiutarmi; mi puo aiutare; ho una domanda; una domanda; si per favore;
		hulp; ik heb hulp nodig; kunt u mij helpen; ik heb een vraag; ja graag; مساعده; احتاج مساعده; هل يمكنك مساعدتي; لدي سوال; نعم`)
	howAreYou        = phraseSet(`how are you; how are you doing; how are you today; how do you do; how is it going; hows it going; what is up; whats up; what s up; sup; wie geht es; wie geht es dir; wie geht es ihnen; wie gehts; ca va; comment allez vous; comment vas tu; comment ca va; como esta; como estas; como esta usted; tudo bem; como vai; come va; come stai; come sta; hoe gaat het; كيف حالك`)
	acknowledgements = phraseSet(`no; nope; nah; not now; never mind; nevermind; forget it; nothing; nein; non; nao; nee; لا; haha; lol; hihi; wow; maybe; ok; okay; k; oke; alright; all right; got it; i see; understood; great; perfect; nice; cool; good; very good; super; fine; sounds good; wonderful; excellent; awesome; sure; you too; same to you; likewise; ok great; ok good; good to know; lovely; brilliant; noted; ok perfect; great to know; fantastic; amazing; makes sense; ah ok; oh ok; 👍; 😊; 🙂; ❤️; ❤; 😀; 👌; 😁; 😄; 😃; 😂; 🤣; 😅; 😉; 😍; 🥰; 😘; 🎉; ✅; 🤗; ☺️; 💯; 👏; 🙌; in ordnung; alles klar; prima; toll; verstanden; gut; d accord; parfait; tres bien; entendu; vale; de acuerdo; perfecto; muy bien; genial; entendido; esta bem; perfeito; otimo; muito bem; va bene; perfetto; ottimo; capito; prima dank; goed; حسنا; تمام`)
)

// fillers may stand round small talk without making it a question.
var fillers = phraseSet(`sir; madam; team; guys; everyone; all; assistant; bot; there; again; so; very; much; too; for; your; help; kind; now; then; and; you; well; dear; friend; mate; hotel; reception; please; ok; okay; oh; ah; great; perfect; super; for that; for this; a lot; were; been; helpful; really; indeed; all the`)

func phraseSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, p := range strings.Split(list, ";") {
		if p = strings.Join(text.Words(p), " "); p != "" {
			set[p] = true
		}
	}
	for _, p := range strings.Fields(signs) {
		if strings.Contains(list, p) {
			set[p] = true
		}
	}
	return set
}

// signs are the pictures among the phrases.
const signs = "👍 😊 🙂 ❤️ ❤ 😀 👌 👋 🙏 😁 😄 😃 😂 🤣 😅 😉 😍 🥰 😘 🎉 ✅ 🤗 ☺️ ☺ 💯 👏 🙌"

type talk struct {
	phrases  map[string]bool
	decision assistant.Decision
	say      phrase
}

// talks, the most telling first: "hello, are you a bot" asks who it is.
var talks = []talk{
	{whoAreYou, assistant.DecisionSmallTalk, phraseWhoAreYou},
	{howAreYou, assistant.DecisionSmallTalk, phraseHowAreYou},
	{goodbyes, assistant.DecisionSmallTalk, phraseGoodbye},
	{thanks, assistant.DecisionSmallTalk, phraseThanks},
	{greetings, assistant.DecisionGreeting, phraseGreeting},
	{needs, assistant.DecisionSmallTalk, phraseHelp},
	{acknowledgements, assistant.DecisionSmallTalk, phraseAcknowledge},
}

// talkKinds are the places in talks by phrase; a phrase of several counts for the first.
var talkKinds = func() map[string]int {
	kinds := map[string]int{}
	for at := len(talks) - 1; at >= 0; at-- {
		for phrase := range talks[at].phrases {
			kinds[phrase] = at
		}
	}
	return kinds
}()

// longestPhrase is the number of words of the longest phrase above.
const longestPhrase = 8

// smallTalk returns what to say to a message that is nothing but small talk, and
// nil for every other message.
func smallTalk(message string) *talk {
	words := text.Words(message)
	if len(words) == 0 {
		words = pictures(message)
	}
	if len(words) > 40 {
		return nil
	}
	best := len(talks)
	var left []string
	for i := 0; i < len(words); {
		n, at := matchTalk(words[i:])
		if n == 0 {
			left = append(left, words[i])
			i++
			continue
		}
		best = min(best, at)
		i += n
	}
	if best == len(talks) {
		return nil
	}
	meaning := 0
	for _, w := range left {
		if !fillers[w] {
			meaning++
		}
	}
	if meaning == 0 || meaning == 1 && len(words) <= 3 && best > 1 && !known(left) {
		return &talks[best]
	}
	return nil
}

// pictures takes a message of signs apart: "👍🏽👍" are two thumbs. What changes a
// picture's colour or joins two says nothing here.
func pictures(message string) []string {
	var out []string
	for _, r := range message {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.M, r) && !unicode.Is(unicode.Sk, r) && !unicode.Is(unicode.Cf, r) {
			out = append(out, string(r))
		}
	}
	return out
}

// known reports whether a word left over is one that guests ask with: "hi Anna"
// is a greeting, "hi parking" is not.
func known(left []string) bool {
	for _, t := range text.Tokens(strings.Join(left, " ")) {
		if _, ok := commonWords()[t]; ok && !fillers[t] {
			return true
		}
	}
	return false
}

// matchTalk returns how many of the leading words are a phrase, and its kind.
func matchTalk(words []string) (n, at int) {
	words = words[:min(longestPhrase, len(words))]
	all := strings.Join(words, " ")
	for n = len(words); n > 0; n-- {
		if at, ok := talkOf(all); ok {
			return n, at
		}
		all = strings.TrimSuffix(strings.TrimSuffix(all, words[n-1]), " ")
	}
	return 0, 0
}

// talkOf is the kind of a phrase, also where it is written with an apostrophe: "ca va", "s'il vous plait", "what's up".
func talkOf(phrase string) (int, bool) {
	if !strings.Contains(phrase, "'") {
		at, ok := talkKinds[phrase]
		return at, ok
	}
	at, ok := talkKinds[strings.ReplaceAll(phrase, "'", " ")]
	if opened, too := talkKinds[strings.ReplaceAll(phrase, "'s", " is")]; too && (!ok || opened < at) {
		return opened, true
	}
	return at, ok
}
