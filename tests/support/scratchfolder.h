#pragma once

#include <QString>

namespace Orion
{

// Where PostgreSQL clusters of tests lie: in memory where there is room for them, otherwise in the
// system's temporary folder. Each test's database is five hundred files that are soon deleted
// again, and on some file systems that slows down whoever makes files next.
QString scratchParent();

// Whether scratchParent() is in memory.
bool isScratchInMemory();

// Makes a folder of its own there that other users may pass through. Who calls deletes it.
QString makeScratchFolder();

} // namespace Orion
