// A whole installation for one test file: an embedded database, the sandbox in Stripe's place and a
// companion between them, all of this build. The programs' paths come from CTest.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { startRecorder } from './recorder.mjs';
import { startSandbox } from './sandbox.mjs';
import { scratchParent } from './scratchfolder.mjs';

const execute = promisify(execFile);
const program = process.env.ORION_COMPANION;
assert.ok(program, 'ORION_COMPANION must name the built orion-companion.');

export const jwtSecret = 'a secret of the tests, long enough to sign tokens with';
export const webhookSecret = 'whsec_testsecretoftheplatform';

// The machine's own settings stay out.
function cleanEnvironment(additions) {
    const foreign = /^(ORION_|STRIPE_|PG|DATABASE_URL$|CREDENTIALS_DIRECTORY$)/;
    const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return { ...Object.fromEntries(own), ORION_CONFIG_FILE: '/nonexistent', ...additions };
}

async function freePort() {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

export class Platform {
    // Started in order, so that what was started is stopped when something later fails.
    // Without records, nothing stands between companion and sandbox.
    static async start({ sandboxOptions = [], environment = {}, records = true } = {}) {
        const platform = new Platform();
        try {
            await platform.#start(sandboxOptions, environment, records);
        } catch (error) {
            await platform.stop();
            throw error;
        }
        return platform;
    }

    async #start(sandboxOptions, environment, records) {
        this.companions = [];
        this.folder = await mkdtemp(join(process.env.ORION_TEST_FOLDER ?? scratchParent(), 'orion-platform-'));
        await chmod(this.folder, 0o711); // PostgreSQL's account has to pass
        this.log = createWriteStream(join(this.folder, 'log'));
        this.port = await freePort();
        this.url = `http://127.0.0.1:${this.port}`;
        this.sandbox = await startSandbox('--webhook-url', `${this.url}/api/v1/webhooks/stripe`,
                                          '--webhook-secret', webhookSecret, ...sandboxOptions);
        this.recorder = records ? await startRecorder(this.sandbox.url) : null;
        this.environment = {
            STRIPE_SECRET_KEY: 'sk_test_platform',
            STRIPE_API_BASE: this.recorder?.url ?? this.sandbox.url,
            STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_RATE_LIMIT: '1000',
            ORION_JWT_SECRET: jwtSecret, ORION_PUBLIC_URL: this.url,
            // What they ask of Stripe would be in the way of what a test counts.
            ORION_JOB_RECOVER_MISSED_EVENTS: 'off', ORION_JOB_SYNC_STRIPE_STATUS: 'off',
            ...environment,
        };
        await this.run('migrate');
    }

    // Runs a command of the companion to its end and answers its output.
    run(...words) {
        return this.runWith({}, ...words);
    }

    // The recorder works meanwhile, in this process.
    async runWith(changes, ...words) {
        const { stdout } = await execute(program, [...words, '--embedded', join(this.folder, 'cluster')], {
            env: cleanEnvironment({ ...this.environment, ...changes }), timeout: 60000,
        });
        return stdout;
    }

    // Starts a companion and answers its URL; without changes it is the one that the sandbox tells.
    async serve(changes = {}, address = `127.0.0.1:${this.port}`) {
        const environment = { ...this.environment, ...changes };
        for (const name of Object.keys(environment)) {
            if (environment[name] === null)
                delete environment[name];
        }
        const child = spawn(program, ['serve', '--listen', address,
                                      '--embedded', join(this.folder, 'cluster')],
                            { env: cleanEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] });
        child.stderr.pipe(this.log, { end: false });
        const ended = once(child, 'exit');
        this.companions.push({ child, ended });
        const line = await Promise.race([
            once(createInterface(child.stdout), 'line').then(([text]) => text),
            ended.then(([code]) => `ended with ${code}`),
        ]);
        const url = /^companion ready on (http:\/\/\S+)$/.exec(line)?.[1];
        assert.ok(url, `The companion did not say that it is ready: ${line}\n${await this.logText()}`);
        return url.replace(/\/$/, '');
    }

    // Of the companion that the sandbox tells, in KiB.
    async residentMemory() {
        const status = await readFile(`/proc/${this.companions[0].child.pid}/status`, 'utf8');
        return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]);
    }

    token(...words) {
        return execFileSync(program, ['token', 'issue', ...words], {
            env: cleanEnvironment(this.environment), encoding: 'utf8',
        }).trim();
    }

    // One statement as the superuser; its answer bare, a line a row.
    async sql(statement) {
        const cluster = join(this.folder, 'cluster', 'data', 'postmaster.pid');
        const socket = (await readFile(cluster, 'utf8')).split('\n')[4];
        const psql = join(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim(), 'psql');
        return execFileSync(psql, ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', 'postgres',
                                   '-d', 'orion', '-c', statement], { encoding: 'utf8' }).trim();
    }

    logText() {
        return readFile(join(this.folder, 'log'), 'utf8').catch(() => '');
    }

    async stop() {
        const codes = [];
        for (const { child, ended } of (this.companions ?? []).reverse()) {
            child.kill('SIGTERM');
            codes.push((await ended)[0]);
        }
        this.recorder?.stop();
        await this.sandbox?.stop();
        this.log?.end();
        await rm(this.folder, { recursive: true, force: true });
        return codes;
    }
}
