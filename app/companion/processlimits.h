#pragma once

namespace Orion
{

// Raises the number of files that this process may have open, towards what is wanted and as far as
// the system lets it. Returns how many they are then.
int allowOpenFiles(int wanted);

// Has the memory of many short-lived requests returned to the system rather than kept for more of
// them. Early in main, before there are threads.
void keepMemorySmall();

} // namespace Orion
