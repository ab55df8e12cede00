#include "services/webhooks/inbox.h"
