#pragma once

#include "models/domain/vendor.h"
#include "models/tables/pagedtablemodel.h"
#include "services/billing/vendordirectory.h"

namespace Orion
{

class Theme;

std::vector<Column<VendorSummary>> vendorColumns();

// The order that a column's sort key means.
VendorOrder vendorOrderOf(const QString &sortKey);

} // namespace Orion
