#pragma once

#include "models/domain/tier.h"
#include "models/tables/pagedtablemodel.h"

namespace Orion
{

std::vector<Column<Tier>> tierColumns();

} // namespace Orion
