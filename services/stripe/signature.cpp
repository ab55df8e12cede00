#include "services/stripe/signature.h"
