import { LANGUAGES, type Language } from '../kind.ts';

/** English, German, Spanish, French: words that stand in for each other in most sentences. Written for this package. */
const WORDS = `
hello hallo hola bonjour
thanks danke gracias merci
please bitte porfavor s'il-vous-plaît
yes ja sí oui
no nein no non
and und y et
or oder o ou
but aber pero mais
with mit con avec
without ohne sin sans
because weil porque parce-que
today heute hoy aujourd'hui
tomorrow morgen mañana demain
yesterday gestern ayer hier
now jetzt ahora maintenant
always immer siempre toujours
never nie nunca jamais
again wieder otra-vez encore
already schon ya déjà
still noch todavía encore
here hier aquí ici
there dort allí là
very sehr muy très
too zu demasiado trop
more mehr más plus
less weniger menos moins
good gut bueno bon
bad schlecht malo mauvais
big groß grande grand
small klein pequeño petit
new neu nuevo nouveau
old alt viejo vieux
fast schnell rápido rapide
slow langsam lento lent
cheap billig barato bon-marché
expensive teuer caro cher
broken kaputt roto cassé
wrong falsch mal faux
free kostenlos gratis gratuit
money Geld dinero argent
price Preis precio prix
bill Rechnung factura facture
invoice Rechnung factura facture
card Karte tarjeta carte
account Konto cuenta compte
bank Bank banco banque
payment Zahlung pago paiement
refund Erstattung reembolso remboursement
order Bestellung pedido commande
package Paket paquete colis
parcel Paket paquete colis
delivery Lieferung entrega livraison
address Adresse dirección adresse
phone Telefon teléfono téléphone
letter Brief carta lettre
message Nachricht mensaje message
question Frage pregunta question
answer Antwort respuesta réponse
problem Problem problema problème
error Fehler error erreur
help Hilfe ayuda aide
password Passwort contraseña mot-de-passe
customer Kunde cliente client
service Service servicio service
shop Laden tienda magasin
house Haus casa maison
car Auto coche voiture
train Zug tren train
ticket Fahrkarte billete billet
flight Flug vuelo vol
hotel Hotel hotel hôtel
room Zimmer habitación chambre
city Stadt ciudad ville
street Straße calle rue
country Land país pays
school Schule escuela école
work Arbeit trabajo travail
office Büro oficina bureau
doctor Arzt médico médecin
water Wasser agua eau
food Essen comida nourriture
bread Brot pan pain
coffee Kaffee café café
book Buch libro livre
film Film película film
music Musik música musique
friend Freund amigo ami
family Familie familia famille
mother Mutter madre mère
father Vater padre père
man Mann hombre homme
woman Frau mujer femme
child Kind niño enfant
day Tag día jour
week Woche semana semaine
month Monat mes mois
year Jahr año an
morning Morgen mañana matin
evening Abend noche soir
night Nacht noche nuit
monday Montag lunes lundi
tuesday Dienstag martes mardi
wednesday Mittwoch miércoles mercredi
thursday Donnerstag jueves jeudi
friday Freitag viernes vendredi
saturday Samstag sábado samedi
sunday Sonntag domingo dimanche
one eins uno un
two zwei dos deux
three drei tres trois
four vier cuatro quatre
five fünf cinco cinq
six sechs seis six
seven sieben siete sept
eight acht ocho huit
nine neun nueve neuf
ten zehn diez dix
red rot rojo rouge
blue blau azul bleu
green grün verde vert
black schwarz negro noir
white weiß blanco blanc
my mein mi mon
your dein tu ton
who wer quién qui
what was qué quoi
when wann cuándo quand
where wo dónde où
why warum por-qué pourquoi
how wie cómo comment
nothing nichts nada rien
everything alles todo tout
someone jemand alguien quelqu'un
people Leute gente gens
world Welt mundo monde
life Leben vida vie
time Zeit tiempo temps
`;

/** Words of a language in lower case, and what each is in another. */
type Lexicon = ReadonlyMap<string, string>;

const made = new Map<string, Lexicon>();

function lexicon(from: Language, to: Language): Lexicon {
  const name = `${from}>${to}`;
  const known = made.get(name);
  if (known) return known;
  const [source, target] = [from, to].map((language) => LANGUAGES.indexOf(language));
  const rows = WORDS.trim()
    .split('\n')
    .map((line) => line.split(' '));
  const found = new Map<string, string>();
  for (const row of rows) {
    const [word, other] = [row[source], row[target].replaceAll('-', ' ')];
    if (!word.includes('-') && !found.has(word.toLowerCase()) && word.toLowerCase() !== other.toLowerCase())
      found.set(word.toLowerCase(), other);
  }
  made.set(name, found);
  return found;
}

/**
 * Words of the language that a text is written in, as far as the list tells (the one most of whose words it holds), in another. Empty for a text that is written in that one
 * already.
 */
export function lexiconFor(words: readonly string[], to: Language): Lexicon {
  const others = LANGUAGES.filter((language) => language !== to);
  const knownBy = (own: Lexicon) => words.reduce((known, word) => known + Number(own.has(word)), 0);
  let best: Lexicon = new Map();
  let most = 0;
  for (const from of others) {
    const own = lexicon(from, to);
    const known = knownBy(own);
    if (known > most) [best, most] = [own, known];
  }
  return most === 0 || knownBy(lexicon(to, others[0])) > most ? new Map() : best;
}
