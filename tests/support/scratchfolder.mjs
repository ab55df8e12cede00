// Where clusters of tests lie: in memory where there is room, as scratchfolder.h has it.
import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';
const tmpfsMagic = 0x01021994;
const neededBytes = 2 * 2 ** 30;

export function scratchParent() {
    try {
        const { type, bavail, bsize } = statfsSync(memory);
        accessSync(memory, constants.W_OK | constants.X_OK);
        if (type === tmpfsMagic && bavail * bsize >= neededBytes)
            return memory;
    } catch {
        // not on this system
    }
    return tmpdir();
}
