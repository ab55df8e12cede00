// Stands between the companion and Stripe's stand-in and notes every call that passes.
import { createServer, request as forward } from 'node:http';
import { once } from 'node:events';

async function bytesOf(stream) {
    const chunks = [];
    for await (const chunk of stream)
        chunks.push(chunk);
    return Buffer.concat(chunks);
}

// Answers { url, calls, stop }: calls as { method, path, form, headers, status }.
export async function startRecorder(target) {
    const calls = [];
    const server = createServer(async (incoming, outgoing) => {
        const body = await bytesOf(incoming);
        const [path, query = ''] = incoming.url.split('?');
        const call = { method: incoming.method, path, headers: incoming.headers,
                       form: body.length > 0 ? body.toString('utf8') : query };
        calls.push(call);
        const passed = forward(new URL(incoming.url, target), {
            method: incoming.method, headers: { ...incoming.headers, host: new URL(target).host },
        });
        passed.on('response', async (response) => {
            call.status = response.statusCode;
            outgoing.writeHead(response.statusCode, response.headers);
            outgoing.end(await bytesOf(response));
        });
        passed.on('error', () => outgoing.destroy());
        passed.end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
        url: `http://127.0.0.1:${server.address().port}`,
        calls,
        stop() {
            server.close();
            server.closeAllConnections();
        },
    };
}
