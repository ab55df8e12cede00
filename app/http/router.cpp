#include "app/http/router.h"
