package danger

const portuguese = `
quem = o meu marido|meu marido|a minha mulher|minha mulher|minha esposa|o meu filho|meu filho|a minha filha|minha filha|o meu bebé|meu bebê|a minha mãe|minha mãe|o meu pai|meu pai|a minha avó|o meu avô|o meu amigo|meu amigo|a minha amiga|minha amiga|meu namorado|minha namorada|o meu irmão|a minha irmã|alguém|ele|ela|um homem|uma mulher|uma criança|um hóspede|uma pessoa|uma senhora|um senhor
quarto = meu quarto|nosso quarto|o quarto|no quarto|minha porta|nossa porta|meu apartamento

phrases
(há|tem|houve) (um incêndio|fogo no|fogo na|chamas) !(de artifício|lareira)
(quarto|cozinha|hotel|prédio|edifício|cama|cortina|cortinas|carro|corredor|telhado|casa|colchão|tomada|televisão|varanda|algo|alguma coisa) (está a arder|está ardendo|está pegando fogo|pegou fogo|está em chamas|a arder|está a queimar|está queimando|estão a arder|estão pegando fogo)
(está pegando fogo|está tudo a arder|pegou fogo)
^ ?(socorro|ajuda) (fogo|incêndio) ?(fogo|socorro|ajuda) $
(cheira|cheiro|cheirando) ~ a (gás|fio queimado|plástico queimado)
(cheiro de gás|cheiro a gás|fuga de gás|vazamento de gás)
(sai|saindo|a sair|cheio de|cheia de|entrando|a entrar|vem) fumo
(saindo fumaça|cheio de fumaça|fumaça preta|fumo preto|fumo por todo o lado|fumaça por todo lado|muita fumaça no corredor)
(alarme de incêndio|alarme de incêndios) (está a tocar|está tocando|tocou|disparou|não para|a tocar|está disparando|soou)
(chamem|chame|liguem|ligue|preciso dos|precisamos dos|chama) ~ bombeiros
não (respira|consegue respirar|consigo respirar|está a respirar|está respirando|conseguimos respirar) !(ar puro)
(deixou de respirar|parou de respirar|com dificuldade em respirar|com muita dificuldade para respirar|com falta de ar)
(está a sufocar|está sufocando|está engasgado|está engasgada|engasgou-se|se engasgou|está a engasgar|está engasgando)
(está a afogar-se|está se afogando|a afogar-se|se afogou|afogou-se)
(está|teve agora|tendo|a ter|sofreu|acho que|teve|tendo um|estou a ter|estou tendo) ~ (enfarte|infarto|ataque cardíaco|ataque do coração|avc|paragem cardíaca|parada cardíaca|convulsões|convulsão|derrame)
(está|ficou|encontrei) ~ (inconsciente|desacordado|desacordada|sem sentidos)
(desmaiou|desmaiei|perdeu os sentidos|perdeu a consciência|caiu inanimado|caiu inanimada)
(<quem>) ~ (não acorda|não reage|não se mexe|não responde a nada)
(sangra|sangrando|a sangrar|sangrar) (muito|imenso|abundantemente|da cabeça|demais)
(muito sangue|sangue por todo o lado|sangue por todo lado|não para de sangrar|hemorragia|perdeu muito sangue)
(chamem|chame|chama|preciso|precisamos|mandem|mande|enviem|peçam|liguem) ~ ambulância
(chamem|chame|liguem|preciso de|precisamos de) ~ (inem|samu|uma ambulancia)
ambulância (já|urgente|por favor|rápido|urgentemente|imediatamente)
(ligue|liguem|chamem|chame|liga) ~ (112|192|193|911)
(emergência médica|urgência médica)
(é|temos|há|isto é) uma emergência $
overdose
reação alérgica (grave|forte|severa)
choque (anafilático|anafiláctico)
(dor|dores|aperto|pressão) ?(forte|fortes|muito forte) no peito
(está a morrer|estou a morrer|está morrendo|estou morrendo) !(de|por)
(rebentaram as águas|rebentou as águas|a bolsa estourou|a bolsa rebentou|em trabalho de parto|está a dar à luz)
(gravemente|seriamente) (ferido|ferida|feridos)
(caiu|saltou|atirou-se|atirou se) (da|do|pela) (varanda|janela|telhado|terraço|sacada)
caiu (das|pelas|da|nas) (escadas|escada)
(sem pulso|não tem pulso)
(intruso|ladrão) (no|na|dentro do) (<quarto>|quarto|apartamento)
(alguém|um homem|um desconhecido|um tipo) (está a tentar|está tentando|tenta|quer|tentou) ~ (entrar|arrombar|forçar) ~ (quarto|porta|apartamento)
(homem|ele|ela|alguém|tipo|pessoa|marido|namorado|hóspede) (tem|com|está com|puxou de|sacou) (uma|um) (faca|pistola|arma|navalha|revólver)
(me|nos) (está|estão) (a atacar|a bater|a ameaçar|atacando|batendo|ameaçando|agredindo|a agredir)
(está|estão) (a atacar|a bater|a ameaçar|a agredir|me batendo|me ameaçando|me atacando|me agredindo|a estrangular) ?(me|nos|em mim)
(bateu-me|ameaçou-me|agrediu-me|me bateu|me ameaçou|me agrediu|bate-me)
(fui|foi|fomos|acabei de ser|acabou de ser) ~ (violado|violada|esfaqueado|esfaqueada|agredido|agredida|baleado|baleada|estuprada|estuprado)
(quer|tenta|ameaça|está a tentar|está tentando|tentou) (matar-me|me matar|matar-nos|nos matar|matar-se|se matar|suicidar-se)
(quero|vou|penso em|pensando em) (suicidar-me|me suicidar|matar-me|me matar|morrer|acabar com a minha vida|tirar a minha vida)
(pensamentos suicidas|tentativa de suicídio|tentou suicidar-se|se suicidou)
(vai|quer|ameaça) (saltar|atirar-se|se jogar|pular) (da|do|pela) (varanda|telhado|janela|sacada|terraço)
(ameaça de bomba|há uma bomba|tem uma bomba) !(de)
(tiroteio|estão a disparar|estão atirando|atirador|atentado)
(preso|presa|presos|presas|trancado|trancados|fechado|fechados) (no|num|em um) (elevador|ascensor)
(chamem|chame|liguem) a polícia (já|rápido|urgente|imediatamente)
(preciso|precisamos|chamem) ~ médico ~ (urgente|já|rápido|urgentemente|imediatamente)

own
^ ?(uma) ambulância ?(por favor) $
^ (enfarte|emergência|socorro socorro|incêndio|fogo fogo) $

harmless
(em caso de|no caso de|caso haja|simulacro|simulação|falso alarme|alarme falso|o que fazer|que acontece se|extintor|saída de emergência)
se (houver|alguém|um|uma|o meu|a minha|meu|minha|ele|ela|eu|tiver|acontecer)
há ~ (ano|anos|mês|meses|semanas)
(ano passado|no ano passado|mês passado|verão passado|da última vez|última vez|antigamente|antecedentes)
(quase|por pouco)
(filme|livro|romance|série|museu|exposição|canção|brincadeira|espetáculo|documentário)

nothing
(cancelar|cancelamento|anular|anulação|reembolso|devolução|adiar|remarcar|seguro de viagem|alterar a reserva|alterar a minha reserva|mudar a reserva|mudar as datas)

negations
não nunca sem nenhum nenhuma nem
`
