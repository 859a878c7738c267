package danger

const italian = `
chi = mio marito|mia moglie|mio figlio|mia figlia|il mio bambino|la mia bambina|mia madre|mio padre|mia mamma|mio papà|mia nonna|mio nonno|il mio amico|un mio amico|la mia amica|il mio ragazzo|la mia ragazza|mio fratello|mia sorella|nostro figlio|nostra figlia|qualcuno|lui|lei|un uomo|una donna|un bambino|una bambina|un ospite|una persona|una signora|un signore
camera = mia camera|nostra camera|la camera|mia stanza|nostra stanza|la stanza

phrases
c'è (un incendio|del fuoco|il fuoco in|fuoco in) !(camino)
(camera|stanza|cucina|hotel|l'hotel|albergo|l'albergo|edificio|letto|tenda|tende|macchina|corridoio|tetto|casa|materasso|presa|televisore|balcone|qualcosa|tutto) (va a fuoco|sta andando a fuoco|ha preso fuoco|è in fiamme|in fiamme|prende fuoco|sta bruciando|brucia|sono in fiamme|vanno a fuoco)
(sta andando a fuoco|va tutto a fuoco)
^ ?(aiuto) (al fuoco|incendio|fuoco) ?(aiuto|fuoco) $
^ al fuoco
(odore di gas|puzza di gas|fuga di gas|perdita di gas|sento gas)
(odore|puzza) di (plastica bruciata|cavi bruciati|bruciato dalla presa)
(esce|uscendo|pieno di|piena di|entra|arriva) ?(del|di) fumo
fumo (nero|dappertutto|ovunque|denso|nel corridoio)
(allarme antincendio|allarme incendio|allarme incendi|l'allarme antincendio|l'allarme incendi) (sta suonando|suona|è scattato|è partito|non smette|suonando|ha suonato)
(chiamate|chiami|chiama|chiamare|servono|avvisate) ~ (vigili del fuoco|pompieri)
non (respira|riesce a respirare|riesco a respirare|sta respirando|respira più|riusciamo a respirare) !(aria pulita)
(ha smesso di respirare|fatica a respirare|respira a fatica|gli manca il respiro|le manca il respiro)
(sta soffocando|si sta soffocando|sto soffocando) !(dal caldo|di caldo)
(sta annegando|sta affogando|è annegato)
(ha|avendo|avuto|sta avendo|credo sia|penso sia|sto avendo|colpito da|colpita da) ~ (infarto|attacco di cuore|ictus|arresto cardiaco|convulsioni|crisi epilettica|attacco cardiaco)
(è|trovato|trovata|sdraiato) ~ (incosciente|privo di sensi|priva di sensi|svenuto|svenuta|privo di conoscenza)
(è svenuto|è svenuta|ha perso i sensi|ha perso conoscenza|si è accasciato|si è accasciata|è collassato|è collassata)
(<chi>) ~ (non si sveglia|non reagisce|non si muove|non risponde agli stimoli)
(sanguina|sanguinando|sanguino) (molto|tantissimo|abbondantemente|dalla testa|tanto|troppo)
(molto sangue|tanto sangue|sangue dappertutto|sangue ovunque|non smette di sanguinare|emorragia|perde sangue)
(chiamate|chiami|chiama|chiamare|serve|mi serve|ci serve|mandate|mandi|bisogno|ho bisogno) ~ (ambulanza|un'ambulanza|l'ambulanza|d'ambulanza|di un'ambulanza)
ambulanza (subito|urgente|per favore|presto|immediatamente|veloce)
(chiamate|chiami|chiama|chiamare) ?(subito|per favore) (il 118|il 112|il 115|i soccorsi|118|112)
(emergenza medica|emergenza sanitaria)
(è|abbiamo|c'è) un'emergenza $
overdose
reazione allergica (grave|forte|seria|violenta)
shock anafilattico
(dolore|dolori|fitta|fitte) ?(forte|forti|fortissimo|molto forte) al (petto|torace)
(sta morendo|sto morendo) !(di|dal)
(si sono rotte le acque|rotte le acque|rotto le acque|è in travaglio|sta partorendo)
(gravemente|seriamente) (ferito|ferita|feriti|ustionato|ustionata)
(è caduto|è caduta|caduto|caduta|si è buttato|si è buttata) (dal|dalla) (balcone|finestra|tetto|terrazza)
(è caduto|è caduta) (dalle|giù dalle|per le) scale
(senza polso|non ha polso|non ha battito)
(intruso|ladro) (in|nella|dentro la|alla) (<camera>|camera|stanza)
(qualcuno|un uomo|uno sconosciuto|un tizio) (sta cercando|cerca|tenta|sta tentando|vuole|prova) ~ (entrare|forzare|sfondare) ~ (camera|stanza|porta)
(uomo|lui|lei|qualcuno|tizio|persona|marito|ragazzo|ospite) (ha|con|tiene|impugna|ha tirato fuori) (un|una) (coltello|pistola|arma|fucile|ascia)
(mi|ci|la|lo|gli|le) (sta|stanno) (aggredendo|picchiando|minacciando|attaccando|accoltellando|strangolando|menando)
(mi|ci) (picchia|minaccia|aggredisce|ha picchiato|ha picchiata|ha aggredito|ha aggredita|ha minacciato con)
(sono stata|sono stato|è stata|è stato|mi hanno|l'hanno|ci hanno|hanno) ~ (violentata|violentato|stuprata|stuprato|accoltellata|accoltellato|aggredita|aggredito|sparato|rapinata|rapinato)
(vuole|cerca di|minaccia di|sta cercando di|ha cercato di|tenta di) (uccidermi|ammazzarmi|ucciderci|ammazzarci|ucciderla|ucciderlo|uccidersi|ammazzarsi|suicidarsi)
(voglio|sto per|penso di|penso a|ho intenzione di) (uccidermi|ammazzarmi|suicidarmi|morire|togliermi la vita|farla finita)
(pensieri suicidi|tentato suicidio|tentativo di suicidio|ha tentato il suicidio)
(vuole|sta per|minaccia di) (buttarsi|saltare|lanciarsi|gettarsi) (dal|dalla|giù dal) (balcone|finestra|tetto|terrazza)
(allarme bomba|c'è una bomba) !(ad)
(sparatoria|stanno sparando|qualcuno spara|attentato)
(bloccato|bloccata|bloccati|bloccate|intrappolato|intrappolati|chiusi) (nell'ascensore|in ascensore|dentro l'ascensore)
(chiamate|chiami|chiama) la polizia (subito|presto|immediatamente|velocemente)
(serve|bisogno|chiamate|mandate) ~ (medico|dottore) ~ (subito|urgente|urgentemente|immediatamente|urgenza)

own
^ (un'ambulanza|ambulanza) ?(per favore|subito) $
^ (infarto|emergenza|incendio|fuoco fuoco) $

harmless
(in caso di|nel caso di|esercitazione|falso allarme|cosa fare|cosa succede se|che succede se|estintore|uscita di emergenza|uscite di emergenza|prova)
se (c'è|qualcuno|un|una|mio|mia|il mio|la mia|lui|lei|ho|dovesse|dovessi|succede|scatta|suona)
(anni fa|anno fa|mesi fa|mese fa|settimane fa|tempo fa)
(l'anno scorso|anno scorso|mese scorso|estate scorsa|scorsa estate|l'ultima volta|ultima volta|in passato|una volta)
(quasi|per poco)
(film|libro|romanzo|serie|museo|mostra|canzone|scherzo|scherzavo|spettacolo|documentario)

nothing
(cancellare|cancellazione|annullare|annullamento|disdire|disdetta|rimborso|rimborsare|rimandare|posticipare|assicurazione di viaggio|assicurazione viaggio|spostare la prenotazione|cambiare le date|modificare la prenotazione)

negations
non mai senza nessun nessuno nessuna né
`
