#include "models/tables/pagedtablemodel.h"
