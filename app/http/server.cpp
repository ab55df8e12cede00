#include "app/http/server.h"
