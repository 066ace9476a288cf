// The small words every sentence of a language needs: they tell the language, and say nothing about a subject.

/** Folded (no accents), by ISO 639-1. Negations are not here: they turn a meaning. */
export const smallWords: Record<string, string> = {
  en: 'a i me us its too very he she who them then in de the of to and is it that this for with you have are was but they from when can my we if would there what your how does do an be has on at after been will which just so as or by our could all any more about only every since',
  de: 'der die das und ist ich es ein eine einen einem einer mit auf den dem des zu im in sich wir sie er auch fur wenn aber oder bei nach wird werden wurde kann noch wie mir mich hat habe haben sind seit immer von uns mehr schon nur vom man alle beim zum zur durch als dass da am um so dann war wieder hier',
  fr: 'le la les qu et est une un des que qui dans pour sur avec ce il je vous nous mais plus par au aux cette ces mon ma mes sa son ses leur tout tous toute tres sont depuis ca comme quand si se en du de elle on ou ai as ont etait etre fait aussi alors donc car lors puis encore',
  es: 'el la los las es que en un una unos unas por para con lo le les su sus del al como pero mas muy mi mis me esta este esto estos cuando hay desde ya si todo todos nos son se de ha he han fue ser era o porque donde tambien aqui cada',
  pt: 'o a os as e que em um uma por para com do da dos das no na nos nas ao aos mas mais muito meu minha meus esta este isso quando ja tem tudo sao foi de eu voce ele ela se ser era ou porque tambem aqui cada desde',
  it: 'il lo la gli le i e che di un una uno per con del della dei delle al alla ma piu molto mio mia questo questa quando sono da dal nel nella ho ha hanno anche ci mi si se in su come dove era essere o perche',
  nl: 'de het een en is dat van ik op te met voor maar zijn er aan als bij ook naar om wij we kan wordt nog deze dit mijn door wel na heeft hebben uit sinds altijd was zou je ze of dan in',
  sv: 'och att det som en ett ar jag pa for med till av den har vi kan men om nar fran alla ni efter bara sedan detta mina eller nu',
  da: 'og at det som en et er jeg pa for med til af den har vi kan men om nar fra efter siden denne mine hvis eller nu',
  pl: 'na sie do jest ze to jak ale po co tak czy dla od juz tylko mam przez gdy jesli jego ich te tego tym',
  cs: 'je se na ze to do jak ale po pro od jsem uz jen kdyz nebo by si',
  tr: 've bir bu da de icin ile ama ne gibi daha sonra ben olarak kadar her ki mi',
  id: 'yang dan di ini itu dengan untuk saya ada dari ke pada bisa sudah atau juga karena kalau',
  vi: 'la va cua toi co cho duoc trong nay mot cac voi khi da nhung thi ma',
  ro: 'si este un o de la in cu pe care sa ca mai din pentru dar am fost',
  hu: 'az es hogy egy van is de meg ha csak mar kell vagy ez',
  fi: 'ja on se etta en mutta kun jos niin kuin myos',
  ru: 'и в на с что это как но по из у за от до для при мы я он она вы они мне мой так же то все уже еще бы был была были есть или если когда после',
};

/** Common in reviews and messages of one language: they help to tell it where the small words are few. */
export const typicalWords: Record<string, string> = {
  en: 'not no please get app need want time love great good use work fix',
  de: 'nicht kein keine bitte leider app gut sehr super danke lasst funktioniert geht gibt nichts alles hallo',
  fr: 'ne pas bien peut application impossible meme bonne bon parfait parfaite super merci toujours facile utiliser montre jamais rien moi beaucoup aucun aucune satisfait pratique excellente apres mise jour plusieurs fois dommage top utile genial simple complet complete efficace marche fonctionne',
  es: 'no sin puedo tengo app aplicacion gracias hace bien muchas buena bueno excelente problema ayuda hola puede pueda',
  pt: 'nao sem consigo bem app aplicativo obrigado boa bom otimo problema ajuda ola pode fazer',
  it: 'non app applicazione grazie ottima tutto dopo ogni',
  nl: 'niet geen graag app werkt',
  sv: 'inte mycket appen',
  da: 'ikke kun meget appen',
  pl: 'nie bo moze bardzo prosze aplikacja dziala',
  cs: 'ne prosim aplikace nefunguje mi',
  tr: 'cok var yok uygulama lutfen degil',
  id: 'tidak aplikasi tolong',
  vi: 'khong rat bi',
  ro: 'nu foarte aplicatia',
  hu: 'nem nagyon alkalmazas a',
  fi: 'ei ole tai mita sovellus',
};
