import { createServer } from 'node:http';

// A process of its own: answers every chat completion alike, after so many milliseconds. Tells its port.
const delay = Number(process.argv[2]);
const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'My card does not work abroad. '.repeat(8) },
    },
  ],
  usage: { prompt_tokens: 60, completion_tokens: 64, total_tokens: 124 },
});
const server = createServer((request, response) => {
  const send = () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  request.resume().on('end', () => (delay === 0 ? send() : setTimeout(send, delay)));
});
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));
process.on('disconnect', () => process.exit());
