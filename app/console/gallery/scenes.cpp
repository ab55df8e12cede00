#include "app/console/gallery/scenes.h"

#include "ui/pages/invoices/invoicefilterbar.h"
#include "ui/pages/invoices/invoicespage.h"
#include "ui/pages/tiers/tiereditor.h"
#include "ui/pages/tiers/tierspage.h"
#include "ui/pages/vendors/vendorspage.h"
#include "ui/pages/webhooks/webhookdetail.h"
#include "ui/pages/webhooks/webhookspage.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

namespace Orion
{

namespace
{

template <typename T>
T &pageOf(Stage &stage)
{
    return *qobject_cast<T *>(stage.window().currentPage());
}

void selectRow(PagedTableView *list, int row)
{
    list->table()->setCurrentIndex(list->table()->model()->index(row, 0));
}

// As a person would, for forms tell typing from being filled.
void type(QLineEdit *edit, const QString &text)
{
    edit->selectAll();
    QKeyEvent erase(QEvent::KeyPress, Qt::Key_Delete, Qt::NoModifier);
    QCoreApplication::sendEvent(edit, &erase);
    for (const QChar letter : text) {
        QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter));
        QCoreApplication::sendEvent(edit, &press);
    }
}

void showFailedEvents(Stage &stage)
{
    auto &page = pageOf<WebhooksPage>(stage);
    for (int tab = 0; tab < page.statusTabs()->count(); ++tab) {
        const QVariant status = page.statusTabs()->tabData(tab);
        if (status.isValid() && WebhookStatus(status.toInt()) == WebhookStatus::Failed)
            page.statusTabs()->setCurrentIndex(tab);
    }
}

void selectEvent(Stage &stage)
{
    selectRow(pageOf<WebhooksPage>(stage).list(), 0);
}

void findInPayload(Stage &stage)
{
    PayloadView *payload = pageOf<WebhooksPage>(stage).detail()->payloadView();
    payload->searchField()->setText(QStringLiteral("customer"));
    Q_EMIT payload->searchField()->returnPressed();
}

void searchNothing(SearchField *field)
{
    field->setText(QStringLiteral("nobody"));
    Q_EMIT field->returnPressed();
}

// An hour with a burst, some of which waits or failed, at the end of the log; gone after the
// picture.
void makeBusyHour(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "insert into billing.stripe_webhook_events (event_id, event_type, vendor_id, status, "
        "attempts, last_error, source, created_at, received_at, processed_at) "
        "select 'evt_busy_' || n, 'invoice.paid', (select min(id) from billing.vendors), "
        "case when minute = 0 and n % 5 = 0 then 'received' when n % 37 = 0 then 'failed' "
        "else 'processed' end, 1, case when n % 37 = 0 then 'No vendor belongs to this event yet.' "
        "end, 'demo', arrived - interval '1 second', arrived, "
        "case when not (minute = 0 and n % 5 = 0) then arrived + (20 + n % 60) * interval '1 "
        "millisecond' end "
        "from (select row_number() over () as n, minute, timestamptz '2026-11-16 10:29:48Z' - "
        "minute * interval '1 minute' as arrived from generate_series(0, 59) minute, "
        "generate_series(1, 6 + (minute * 7) % 11 + case when minute between 12 and 19 then 8 * "
        "(4 - abs(minute - 16)) + 14 else 0 end)) as events order by arrived"));
}

void endBusyHour(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "delete from billing.stripe_webhook_events where event_id like 'evt_busy_%'"));
}

std::vector<Scene> webhookScenes()
{
    const QString page = QStringLiteral("webhooks");
    const auto raw = [](Stage &stage) {
        pageOf<WebhooksPage>(stage).detail()->payloadView()->setRaw(true);
    };
    const auto askReplay = [](Stage &stage) {
        pageOf<WebhooksPage>(stage).detail()->replayButton()->click();
    };
    const auto selectSome = [](Stage &stage) {
        auto &webhooks = pageOf<WebhooksPage>(stage);
        selectRow(webhooks.list(), 0);
        for (const int row : {2, 3})
            webhooks.list()->table()->selectionModel()->select(webhooks.model()->index(row, 0),
                                                               QItemSelectionModel::Select |
                                                                   QItemSelectionModel::Rows);
    };
    const auto nothing = [](Stage &stage) {
        searchNothing(qobject_cast<SearchField *>(pageOf<WebhooksPage>(stage).searchField()));
    };
    const auto askReplayAll = [](Stage &stage) {
        pageOf<WebhooksPage>(stage).replayAllButton()->click();
    };
    const auto busyHour = [](Stage &stage) {
        makeBusyHour(stage);
        pageOf<WebhooksPage>(stage).refresh();
    };
    Scene busy{QStringLiteral("webhooks-busy-hour"), page, busyHour};
    busy.leave = endBusyHour;
    return {
        {QStringLiteral("webhooks-list"), page},
        busy,
        {QStringLiteral("webhooks-replay-all"), page, showFailedEvents, askReplayAll},
        {QStringLiteral("webhooks-failed-event"), page, showFailedEvents, selectEvent},
        {QStringLiteral("webhooks-payload"), page, selectEvent, findInPayload},
        {QStringLiteral("webhooks-raw-payload"), page, selectEvent, raw},
        {QStringLiteral("webhooks-replay"), page, selectEvent, askReplay},
        {QStringLiteral("webhooks-selection"), page, selectSome},
        {QStringLiteral("webhooks-empty"), page, nothing},
        {QStringLiteral("webhooks-loading"), page, {}, {}, Scene::Database::Silent},
        {QStringLiteral("webhooks-failed"), page, {}, {}, Scene::Database::Away},
        {QStringLiteral("webhooks-finance"),
         page,
         selectEvent,
         {},
         Scene::Database::There,
         QStringLiteral("orion_finance")},
    };
}

std::vector<Scene> invoiceScenes()
{
    const QString page = QStringLiteral("invoices");
    const auto detail = [](Stage &stage) { selectRow(pageOf<InvoicesPage>(stage).list(), 1); };
    const auto open = [](Stage &stage) {
        auto &filters = *pageOf<InvoicesPage>(stage).filters();
        filters.setDays(QDate(2026, 9, 1), QDate(2026, 10, 31));
        filters.setStatus(QStringLiteral("open"));
    };
    const auto nothing = [](Stage &stage) {
        pageOf<InvoicesPage>(stage).filters()->setSearch(QStringLiteral("nobody"));
    };
    const auto allTime = [](Stage &stage) {
        pageOf<InvoicesPage>(stage).filters()->setPeriod(InvoicePeriod::AllTime);
    };
    const auto exportAll = [](Stage &stage) {
        pageOf<InvoicesPage>(stage).exportButton()->click();
    };
    const auto exportSlowly = [](Stage &stage) {
        stage.holdBack();
        pageOf<InvoicesPage>(stage).exportButton()->click();
    };
    return {
        {QStringLiteral("invoices-list"), page},
        {QStringLiteral("invoices-detail"), page, detail},
        {QStringLiteral("invoices-filtered"), page, open},
        {QStringLiteral("invoices-empty"), page, nothing},
        {QStringLiteral("invoices-export-progress"), page, allTime, exportSlowly},
        {QStringLiteral("invoices-exported"), page, allTime, exportAll},
        {QStringLiteral("invoices-loading"), page, {}, {}, Scene::Database::Silent},
        {QStringLiteral("invoices-failed"), page, {}, {}, Scene::Database::Away},
        {QStringLiteral("invoices-lost-database"),
         page,
         {},
         {},
         Scene::Database::Lost,
         QStringLiteral("orion_finance")},
    };
}

// Somebody else saves the tier while it is edited here; what they did is undone after the picture.
void makeTierConflict(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "update billing.subscription_tiers set price_monthly_cents = 5500, revision = revision + 1 "
        "where code = 'essential'"));
}

void undoTierConflict(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "update billing.subscription_tiers set price_monthly_cents = 4900, revision = revision - 1 "
        "where code = 'essential'"));
}

MoneyEdit *monthlyPrice(Stage &stage)
{
    return pageOf<TiersPage>(stage).editor()->findChild<MoneyEdit *>();
}

std::vector<Scene> tierScenes()
{
    const QString page = QStringLiteral("tiers");
    const auto first = [](Stage &stage) { selectRow(pageOf<TiersPage>(stage).list(), 0); };
    const auto mistakes = [](Stage &stage) {
        type(monthlyPrice(stage), QStringLiteral("many"));
        type(pageOf<TiersPage>(stage).editor()->findChild<QLineEdit *>(), {});
    };
    const auto edit = [](Stage &stage) {
        makeTierConflict(stage);
        type(monthlyPrice(stage), QStringLiteral("59"));
        pageOf<TiersPage>(stage).editor()->saveButton()->click();
    };
    Scene conflict{QStringLiteral("tiers-conflict"), page, first, edit};
    conflict.leave = undoTierConflict;
    return {
        {QStringLiteral("tiers-list"), page},
        {QStringLiteral("tiers-editor"), page, first},
        {QStringLiteral("tiers-mistakes"), page, first, mistakes},
        conflict,
        {QStringLiteral("tiers-finance"),
         page,
         first,
         {},
         Scene::Database::There,
         QStringLiteral("orion_finance")},
        {QStringLiteral("tiers-loading"), page, {}, {}, Scene::Database::Silent},
        {QStringLiteral("tiers-failed"), page, {}, {}, Scene::Database::Away},
    };
}

std::vector<Scene> vendorScenes()
{
    const QString page = QStringLiteral("vendors");
    const auto detail = [](Stage &stage) { selectRow(pageOf<VendorsPage>(stage).list(), 3); };
    const auto pastDue = [](Stage &stage) {
        QComboBox *status = pageOf<VendorsPage>(stage).statusChoice();
        status->setCurrentIndex(status->findData(int(SubscriptionStatus::PastDue)));
    };
    const auto first = [](Stage &stage) { selectRow(pageOf<VendorsPage>(stage).list(), 0); };
    const auto nothing = [](Stage &stage) {
        searchNothing(qobject_cast<SearchField *>(pageOf<VendorsPage>(stage).searchField()));
    };
    return {
        {QStringLiteral("vendors-list"), page},
        {QStringLiteral("vendors-detail"), page, detail},
        {QStringLiteral("vendors-past-due"), page, pastDue, first},
        {QStringLiteral("vendors-empty"), page, nothing},
        {QStringLiteral("vendors-loading"), page, {}, {}, Scene::Database::Silent},
        {QStringLiteral("vendors-failed"), page, {}, {}, Scene::Database::Away},
        {QStringLiteral("vendors-lost-database"), page, {}, {}, Scene::Database::Lost},
    };
}

} // namespace

std::vector<Scene> galleryScenes()
{
    std::vector<Scene> scenes;
    for (auto part :
         {tierScenes, vendorScenes, webhookScenes, invoiceScenes, capacityScenes, jobScenes})
    {
        for (Scene &scene : part())
            scenes.push_back(std::move(scene));
    }
    return scenes;
}

} // namespace Orion
