#pragma once

#include "app/console/demo/demosession.h"

class QCoreApplication;

namespace Orion
{

// Whether a window could be shown: a display is named or a Qt platform is chosen. To be asked
// before the application object is made, for QApplication ends the program without a display.
bool canShowWindow();

// The demo without the window: prints the addresses and how to see the window, and runs until
// SIGTERM, Ctrl+C or the death of a child. Returns the program's exit code. Takes the
// application's event loop; main thread.
int runHeadlessDemo(QCoreApplication &application, const DemoSessionOptions &options);

} // namespace Orion
