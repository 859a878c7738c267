package danger

const spanish = `
quien = mi marido|mi esposo|mi esposa|mi mujer|mi hijo|mi hija|mi bebé|mi madre|mi padre|mi abuela|mi abuelo|mi amigo|mi amiga|mi novio|mi novia|mi hermano|mi hermana|nuestro hijo|nuestra hija|nuestro bebé|alguien|él|ella|un hombre|una mujer|un niño|una niña|un huésped|una persona|una señora|un señor
cuarto = mi habitación|nuestra habitación|la habitación|mi cuarto|nuestro cuarto|mi puerta|nuestra puerta|mi apartamento|el baño

phrases
hay (un incendio|fuego en|mucho fuego|llamas) !(la chimenea)
(habitación|cocina|hotel|edificio|cama|cortina|cortinas|coche|baño|pasillo|techo|tejado|casa|colchón|enchufe|televisor|balcón|algo|cuarto) (se está quemando|está en llamas|está ardiendo|se quema|arde|se está incendiando|se ha incendiado|se incendió|se prendió fuego|están ardiendo|se están quemando)
^ ?(socorro|ayuda|auxilio) (fuego|incendio) ?(fuego|socorro|ayuda|auxilio) $
(huele|olor) ~ a (gas|cable quemado|plástico quemado|cables quemados)
(fuga|escape) de gas
(sale|saliendo|lleno de|llena de|entra|entrando|viene) humo !(de tabaco|de cigarro)
humo (negro|por todas partes|espeso|en el pasillo)
(alarma de incendios|alarma de incendio|alarma contra incendios) (está sonando|suena|ha saltado|no para|se activó|sonó|se ha activado|sonando)
(llamen|llame|llama|llamad|avisen|necesitamos) ~ bomberos
no (respira|puede respirar|puedo respirar|está respirando|respiro|podemos respirar) !(aire puro)
(ha dejado de respirar|dejó de respirar|le cuesta respirar|me cuesta respirar mucho)
(se está ahogando|se ahoga|me estoy ahogando|se asfixia|se está asfixiando|se atragantó|se ha atragantado|se está atragantando)
(tiene|teniendo|sufriendo|dando|sufrido|dado|sufrir|dio|creo que es|sufre|tengo) ~ (infarto|ataque al corazón|ataque cardíaco|derrame cerebral|ictus|paro cardíaco|convulsiones|ataque epiléptico)
(está|quedó|se quedó|encontré|quedado) ~ (inconsciente|sin conocimiento)
(<quien>) ~ (se ha desmayado|se desmayó|se desplomó|se ha desplomado|se desvaneció|no despierta|no reacciona|no se despierta|no se mueve)
(se ha desmayado|se desmayó|se desplomó|se ha desplomado|perdió el conocimiento|ha perdido el conocimiento|perdido la consciencia|perdió la conciencia)
(sangra|sangrando) (mucho|muchísimo|abundantemente|por la cabeza|demasiado|de la cabeza)
(mucha sangre|sangre por todas partes|no para de sangrar|no deja de sangrar|hemorragia|perdiendo sangre)
(llamen|llame|llama|llamad|necesito|necesitamos|manden|envíen|pidan|pida|quiero|hace falta) ~ ambulancia
ambulancia (ya|urgente|por favor|rápido|urgentemente|inmediatamente)
(llamen|llame|llama|llamad) ?(por favor) al (112|911|061)
(emergencia médica|urgencia médica)
(es|tenemos|hay) una emergencia $
sobredosis
reacción alérgica (grave|fuerte|severa)
(choque|shock) anafiláctico
(dolor|dolores|presión) ?(fuerte|muy fuerte|intenso) en el pecho
(se está muriendo|me estoy muriendo|se muere) !(de|por)
(rompió aguas|roto aguas|rompió la fuente|rompí aguas|está de parto|estoy de parto|está dando a luz)
(gravemente|seriamente) (herido|herida|heridos|lesionado)
(se cayó|se ha caído|cayó|ha caído|saltó) (del|por la|por el|desde el|de la|desde la) (balcón|ventana|techo|tejado|terraza)
(se cayó|se ha caído|cayó) por las escaleras
(sin pulso|no tiene pulso)
(intruso|ladrón) (en|dentro de) (<cuarto>)
(alguien|un hombre|un desconocido|un tipo) (intenta|está intentando|trata de|está tratando de|quiere|intentó) ~ (entrar|forzar|derribar) ~ (<cuarto>)
(hombre|él|ella|alguien|tipo|persona|marido|novio|huésped) (tiene|con|lleva|sacó|ha sacado) (un|una) (cuchillo|pistola|arma|navaja|machete)
(me|nos|la|lo|le) (está|están) (atacando|pegando|golpeando|amenazando|agrediendo|apuñalando|estrangulando|asaltando)
(me|nos) (pega|golpea|ataca|amenaza|pegó|golpeó|amenazó con)
(me han|han|fui|me|fue|la han|ha sido|he sido|nos han|fuimos) ~ (violado|violada|apuñalado|apuñalada|agredido|agredida|disparado|violaron|apuñalaron|agredieron)
(quiere|intenta|amenaza con|quieren|intentó|ha intentado) (matarme|matarnos|matarla|matarlo|matarse|suicidarse)
(quiero|voy a|pienso|ganas de|pienso en) (suicidarme|matarme|morir|morirme|quitarme la vida|acabar con mi vida)
(pensamientos suicidas|intento de suicidio|intentó suicidarse)
(va a|quiere|amenaza con) (tirarse|saltar|lanzarse) (del|por el|desde el|por la|de la) (balcón|tejado|ventana|techo|terraza)
(amenaza de bomba|hay una bomba) !(de)
(tiroteo|disparos|están disparando|tirador|atentado)
(atrapado|atrapada|atrapados|atrapadas|encerrado|encerrada|encerrados|encerradas|atascado|atascados) en (el|un) (ascensor|elevador)
(llamen|llame|llama|llamad) a la policía (ya|rápido|urgente|inmediatamente|por favor rápido)
(necesito|necesitamos|llamen|manden) ~ médico ~ (urgente|ya|rápido|urgentemente|inmediatamente)

own
^ ?(una) ambulancia ?(por favor) $
^ (infarto|emergencia|auxilio|incendio|fuego fuego) $

harmless
(en caso de|en caso de que|simulacro|falsa alarma|qué pasa si|que hacer|extintor|salida de emergencia|salidas de emergencia)
si (hay|alguien|un|una|mi|se|me|él|ella|tengo|tenemos|ocurre|pasa)
hace ~ (año|años|mes|meses|semanas|tiempo)
(el año pasado|año pasado|mes pasado|verano pasado|la última vez|última vez|antes|antiguamente|antecedentes)
(casi|por poco)
(película|libro|novela|serie|museo|exposición|canción|broma|documental|espectáculo)

nothing
(cancelar|cancelación|anular|anulación|reembolso|devolución|aplazar|posponer|seguro de viaje|cambiar la reserva|cambiar mi reserva|cambiar las fechas)

negations
no nunca sin ningún ninguna tampoco ni
`
