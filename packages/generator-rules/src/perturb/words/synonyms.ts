/** English words of about the same meaning and of the same form, so that one can stand for another. Written for this package. */
const GROUPS = `
big large huge
small little tiny
quick fast rapid
slow sluggish
buy purchase
bought purchased
help assist
need require
needs requires
needed required
want wish
get receive
got received
give hand
begin start
began started
finish complete
finished completed
fix repair mend
fixed repaired mended
broken damaged defective
wrong incorrect
right correct
easy simple
hard difficult
happy glad pleased
sad unhappy
angry furious upset
strange odd weird
important essential vital
costly expensive pricey
cheap inexpensive
parcel package
parcels packages
shop store
shops stores
phone telephone
picture photo image
pictures photos images
child kid
children kids
job work
boss manager
car vehicle
cars vehicles
house home
street road
film movie
films movies
autumn fall
error mistake fault
errors mistakes faults
problem issue
problems issues
question query
questions queries
answer reply response
answers replies responses
answered replied responded
request demand
letter note
bill invoice
bills invoices
refund reimbursement
delivery shipment
deliveries shipments
deliver ship
delivered shipped
arrive come
arrived come
send dispatch
sent dispatched
cancel call-off
choose select pick
chose selected picked
chosen selected picked
show display
shows displays
showed displayed
tell inform
told informed
look glance
ask inquire
asked inquired
think believe
thinks believes
thought believed
like enjoy
liked enjoyed
hate detest
keep retain
kept retained
lost misplaced
stolen taken
often frequently
sometimes occasionally
maybe perhaps
also too
almost nearly
about roughly around
immediately instantly
soon shortly
later afterwards
before earlier
enough sufficient
many numerous
several various
whole entire
certain sure
clear obvious
empty vacant
rich wealthy
polite courteous
rude impolite
clever smart
terrible awful dreadful
great excellent superb
nice pleasant
delicious tasty
boring dull
funny amusing
beautiful lovely
dirty filthy
sick ill
tired weary
quiet silent
noisy loud
near close
amount sum
price cost
cash money
customer client
customers clients
`;

let made: ReadonlyMap<string, readonly string[]> | null = null;

/** The other words of each word's group, in lower case. */
export function synonymsOf(word: string): readonly string[] | undefined {
  made ??= new Map(
    GROUPS.trim()
      .split('\n')
      .map((line) => line.split(' ').map((one) => one.replace('-', ' ')))
      .flatMap((group) => group.map((one) => [one, group.filter((other) => other !== one)] as const))
      // The first group that a word stands in decides.
      .reverse(),
  );
  return made.get(word);
}
