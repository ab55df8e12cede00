#include "ui/shell/mainwindow.h"
