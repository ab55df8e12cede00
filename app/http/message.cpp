#include "app/http/message.h"
