/** What the hand-written tickets are, for whoever reads a report on them. */
export const WRITTEN_TICKETS =
  '152 tickets to an online shop, written by hand for this demo. They are no real messages of real customers, and nobody is named in them.';

const LATE = `Where is my order? It should have been here on Tuesday.
My parcel is three days late now
Hi, I was promised delivery by the 14th and it's the 17th. What is happening?
tracking hasn't moved since Saturday
The app says "on its way" for a week. Is it really?
I ordered the desk lamp on the 2nd and still nothing.
can you check why my package is stuck in the sorting centre
Any idea when my shoes will arrive? The estimate has passed.
It's been two weeks. TWO WEEKS. Where are my books?
Delivery date keeps getting pushed back, yesterday it said today, today it says Friday
I paid for next day delivery and it did not come next day.
Order is delayed, could you tell me how long this will take?
My birthday present for my mum was due yesterday. Will it make it before Sunday?
still waiting for the second half of my order, the first box came last week
parcel left your warehouse on Monday and nobody has seen it since
Good morning, could you please give me a new delivery estimate? The old one is over.
the courier has had it for 5 days, what are they doing with it
I stayed home all day for the delivery and no one showed up.
Express shipping should not take nine days.
When will the chair come? I was told 3 to 5 working days and this is day 8.
Has my order even been shipped? I never got the mail with the tracking link.
what's taking so long with my delivery
It says held at customs. How long does that usually take?
My package was supposed to arrive before the weekend, it didn't, and now I'm away.
Your site said in stock, ships today. That was ten days ago.
The status is "processing" since last Thursday, please look into it
I need the suitcase by Friday because we fly on Saturday. It's already late. Can you speed it up?
no update on the shipping for 6 days
Do you know where the van is? The slot was 10 to 12 and it is 3 pm.
Delivery was rescheduled twice without asking me.
I understand there are delays but a month is a bit much for a phone case
Hello, still no sign of the kettle. Could somebody tell me if it got lost?
The tracking page shows an error and the parcel was due on Monday
my order is late
How much longer do I have to wait for the mattress?
Both of my last orders came late and now this one too.
Out for delivery since 7 am yesterday. Nothing came.
Is there a strike or something? My parcel hasn't moved.
Would it be possible to find out which day it is really coming? I have to take time off.
The pick-up point says they have not received my parcel yet although it was due on the 9th
why does shipping take this long when the shop is in the same town
Nothing from you since the order confirmation nine days ago
When can I expect delivery? Order from 1 March, small blue rug.
you said two days. it has been six.
The delivery window was today between 8 and 1 and it's now evening
Waiting for a parcel that should have come last week, tracking says "in transit".
please hurry up with my order, i need it for work
I'd like to know the reason for the delay of my headphones.
My neighbour ordered the same thing after me and got hers already. Mine?
The plant I ordered has been travelling for eight days, I doubt it is alive. When does it get here?
Parcel seems to be going round in circles between two depots.
late again!! when does it come`;

const NOT_THERE = `It says delivered but there is nothing here.
Tracking shows my parcel was handed over yesterday at 2 pm. It was not, I was at home.
According to you the package was left with a neighbour. None of them has it.
Marked as delivered, never received
where is my parcel?? the app says delivered on the porch and the porch is empty
The courier's photo shows a door that isn't mine.
my order was supposedly signed for by somebody called "M". There is no M in this house.
I got a mail that my delivery was successful. I did not get a delivery.
The box arrived but it was empty.
Says it's in my letterbox, which is far too small for a pair of boots.
Delivered to the wrong address I think. Street is right, number isn't.
One of three parcels is missing although all are shown as delivered.
Someone must have taken my package from the hallway, it was marked delivered at noon
I have not received my order and the status is complete. Can you trace it?
The pick-up shop says they gave my parcel out already. Not to me!
You left it at a "safe place". Which place? I can't find it anywhere.
status delivered. reality: nothing
My order shows as collected and I haven't collected anything.
Hello, the driver claims he rang and left the parcel behind the bins. The bins were emptied this morning.
Package never turned up even though it is ticked off as delivered since Monday.
Could you ask the driver where exactly he put it? It says delivered to garden, I live on the fourth floor.
I checked with everybody in the building, no one has the parcel you say was dropped here.
It was delivered to my old address, I changed it in my account in January.
Parcel is said to be delivered but the GPS pin is two streets away
the tracking number you sent me shows a delivery in another city
My package was stolen I guess: delivered 11:04, I came home 11:30, gone.
Half of what's on the delivery note wasn't in the box.
Proof of delivery has a signature that is not mine.
no parcel here, though you wrote that it arrived
Reception says nothing came for me on the day that you call the delivery day.
Why do I get "rate your delivery" when I have nothing to rate?
I'm missing an order that was apparently delivered last Friday, what can be done?
The locker was empty when I opened it with the code.
Delivered? By whom, to whom? I've been sitting at the window.
my flatmate didn't take it, the neighbours didn't, and your page insists it's been delivered
You delivered it to the shop next door, which is closed for good.
Tracking ended with "delivered", no card, no parcel, no call.
Can you please open a search for a parcel that was never handed to me`;

const REFUND = `I sent the jacket back three weeks ago and have not seen my money.
When do I get my refund?
You confirmed my return on the 3rd. The refund still isn't in my account.
refund missing
My bank says nothing has come from you. Are you sure the refund was sent?
I cancelled in time and was charged anyway, please pay it back.
The refund is 12 euros short, why?
It says "refunded" in my orders but I can't see it on my card
How long does a refund take? It has been 10 working days.
I got a voucher instead of my money. I want the money.
Still no money back for the broken vase.
Return received, says your mail. And the payment?
You owe me 49.90 since February
I was refunded for one of the two shirts only.
Is it possible that the refund went to my old card? That one is closed.
the shipping costs were not paid back with the rest
Please check my refund, order from the 20th, paid by invoice.
Hi, I never got my money for the parcel that got lost, you promised a refund by phone.
I have been waiting for the amount to be credited for almost a month now
Charged twice, one payment was going to be returned. It wasn't.
Where's my money?
The refund was announced for last Monday. Today is Thursday.
You took the money for an order that you cancelled yourselves.
I returned everything and only a part was credited, could you explain the sum?
My credit for the returned blender does not show up anywhere.
paid back to the wrong account, mine ends in 07
no refund no answer what now
Could you tell me the date when you sent the money back?`;

const RETURN = `How do I send this back?
The trousers are too small, I'd like to return them.
I need a return label please
what's the address for returns
Can I return an opened pack of filters?
The lamp doesn't go with my room at all, how can I give it back?
Is there a shop where I can hand in a return or does it have to be the post?
I want to exchange the boots for a size 41.
How many days do I have to return something that was a present?
The label you sent doesn't print, it's just a black page
Do I have to pay for returning the sofa? It won't fit through the door.
I threw away the box, can I still send the thing back?
Wrong colour. I ordered green and got grey, how do I swap it?
the return portal says my order is not eligible. Why not?
Would like to return two of five items from one parcel, is one label enough?
I missed the 30 days by one day because of the holidays. Could you still take it back?
Can somebody come and pick up the return? It weighs 30 kilos.
Kettle leaks. Sending it back, tell me how.
Don't like the fabric, want to give it back
do i put the invoice in the box when i return it`;

const CANCEL = `Please cancel my order.
I ordered the wrong size just now, can you stop it before it ships?
Cancel the second chair please, keep the first.
how can i cancel, there is no button
I'd like to withdraw from my purchase, it hasn't been sent yet.
Ordered twice by mistake. Please delete one of them.
I don't need it any more because it takes too long. Cancel it.
Can I still change my mind about the order from this morning?
My kid ordered a drone on my account. Please don't send it!
Is it too late to take one thing out of my order?
Stop the order please, I found it cheaper elsewhere
I tried to cancel and got an error page, did it work?
Since the delivery moved to May I want to cancel.
I chose the wrong address, better cancel it and I order again.`;

/** Tickets by topic: 52, 38, 28, 20 and 14. */
export const writtenTickets: Readonly<Record<string, readonly string[]>> = {
  delivery_late: LATE.split('\n'),
  delivered_not_received: NOT_THERE.split('\n'),
  refund_missing: REFUND.split('\n'),
  return_item: RETURN.split('\n'),
  cancel_order: CANCEL.split('\n'),
};
