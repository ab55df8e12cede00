#include "app/console/pages.h"

#include "ui/pages/capacity/capacitypage.h"
#include "ui/pages/invoices/invoicespage.h"
#include "ui/pages/jobs/jobspage.h"
#include "ui/pages/tiers/tierspage.h"
#include "ui/pages/vendors/vendorspage.h"
#include "ui/pages/webhooks/webhookspage.h"

#include <QCoreApplication>

namespace Orion
{

namespace
{

template <typename P>
PageEntry entry(const char *name, const char *title, const char *icon)
{
    return {QLatin1String(name), QCoreApplication::translate("Pages", title), QLatin1String(icon),
            [](const PageContext &context, QWidget *parent) { return new P(context, parent); }};
}

} // namespace

std::vector<PageEntry> consolePages()
{
    return {
        entry<VendorsPage>("vendors", QT_TRANSLATE_NOOP("Pages", "Vendors"), "vendors"),
        entry<TiersPage>("tiers", QT_TRANSLATE_NOOP("Pages", "Tiers"), "tiers"),
        entry<WebhooksPage>("webhooks", QT_TRANSLATE_NOOP("Pages", "Webhooks"), "webhooks"),
        entry<InvoicesPage>("invoices", QT_TRANSLATE_NOOP("Pages", "Invoices"), "invoices"),
        entry<CapacityPage>("capacity", QT_TRANSLATE_NOOP("Pages", "Capacity"), "capacity"),
        entry<JobsPage>("jobs", QT_TRANSLATE_NOOP("Pages", "Jobs"), "jobs"),
    };
}

} // namespace Orion
