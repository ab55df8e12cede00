#pragma once

#include "ui/shell/mainwindow.h"

namespace Orion
{

// The pages of the console, in the order of the navigation.
std::vector<PageEntry> consolePages();

} // namespace Orion
