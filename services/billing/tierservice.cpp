#include "services/billing/tierservice.h"
