#include "app/console/gallery/scenes.h"

#include "ui/charts/timechart.h"
#include "ui/pages/capacity/advicepanel.h"
#include "ui/pages/capacity/capacitypage.h"
#include "ui/pages/capacity/chartexportmenu.h"
#include "ui/pages/capacity/historycard.h"
#include "ui/pages/capacity/metrictile.h"
#include "ui/pages/capacity/metrictiles.h"
#include "ui/widgets/segmented.h"

#include <QAction>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>

namespace Orion
{

namespace
{

CapacityPage &page(Stage &stage)
{
    return *qobject_cast<CapacityPage *>(stage.window().currentPage());
}

std::function<void(Stage &)> choose(PlatformMetric metric)
{
    return [metric](Stage &stage) { page(stage).tiles()->tile(metric)->click(); };
}

void lookAYearAhead(Stage &stage)
{
    page(stage).history()->horizons()->button(365)->click();
}

void zoom(Stage &stage)
{
    TimeChart *chart = page(stage).history()->chart();
    chart->showDays(QDate(2026, 8, 20), QDate(2027, 1, 10));
    chart->pointAt(QDate(2026, 12, 14));
}

void showTiers(Stage &stage)
{
    HistoryCard *history = page(stage).history();
    history->ranges()->button(0)->click();
    history->views()->setCurrentIndex(int(HistoryCard::View::Tiers));
}

void showTierShares(Stage &stage)
{
    showTiers(stage);
    page(stage).history()->parts()->button(1)->click();
}

// Puts the snapshots up to a day aside, until bringSnapshotsBack().
std::function<void(Stage &)> hideSnapshots(const char *until)
{
    return [until](Stage &stage) {
        stage.changeAsOwner(
            QStringLiteral("create table orion_gallery_snapshots as select * from "
                           "billing.capacity_snapshots; delete from billing.capacity_snapshots "
                           "where snapshot_date <= '%1'")
                .arg(QLatin1String(until)));
        page(stage).refresh();
    };
}

void bringSnapshotsBack(Stage &stage)
{
    stage.changeAsOwner(
        QStringLiteral("delete from billing.capacity_snapshots; insert into "
                       "billing.capacity_snapshots overriding system value select * from "
                       "orion_gallery_snapshots; drop table orion_gallery_snapshots"));
}

// A platform in trouble, so that there is something of every severity to recommend.
void makeTrouble(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "create table orion_gallery_gauges as select * from billing.usage_gauges; "
        "update billing.usage_gauges set products = products * 3, team_members = team_members * "
        "2; "
        "insert into billing.job_runs (job, scheduled_for, started_at, finished_at, state, "
        "message) values ('sync_stripe_status', '2026-11-16 10:29:12.5Z', '2026-11-16 "
        "10:29:13Z', '2026-11-16 10:29:32Z', 'failed', 'The payment system cannot be reached. "
        "Try again in a moment.')"));
    stage.window().showPage(QStringLiteral("capacity"));
}

void endTrouble(Stage &stage)
{
    stage.changeAsOwner(QStringLiteral(
        "update billing.usage_gauges g set products = o.products, team_members = o.team_members "
        "from orion_gallery_gauges o where o.vendor_id = g.vendor_id; "
        "drop table orion_gallery_gauges; "
        "delete from billing.job_runs where scheduled_for = '2026-11-16 10:29:12.5Z'"));
}

void showScalingTable(Stage &stage)
{
    AdvicePanel *panel = page(stage).advice();
    const auto buttons = panel->buttons();
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        if (panel->advice()[i].place == ActionPlace::Infrastructure) {
            buttons[i]->click();
            return;
        }
    }
}

void exportPicture(Stage &stage)
{
    page(stage).exportMenu()->action(ChartExportMenu::Kind::Png)->trigger();
}

void makeNarrow(Stage &stage)
{
    stage.window().resize(1024, 700);
}

Scene undone(Scene scene, std::function<void(Stage &)> leave)
{
    scene.leave = std::move(leave);
    return scene;
}

} // namespace

std::vector<Scene> capacityScenes()
{
    const QString name = QStringLiteral("capacity");
    const auto products = choose(PlatformMetric::Products);
    return {
        {QStringLiteral("capacity-forecast"), name, lookAYearAhead},
        {QStringLiteral("capacity-crossing"), name, choose(PlatformMetric::TeamMembers),
         lookAYearAhead},
        {QStringLiteral("capacity-share"), name, products},
        {QStringLiteral("capacity-orders"), name, choose(PlatformMetric::Orders)},
        {QStringLiteral("capacity-zoomed"), name, choose(PlatformMetric::DatabaseSize), zoom},
        {QStringLiteral("capacity-tiers"), name, showTiers},
        {QStringLiteral("capacity-tier-shares"), name, showTierShares},
        {QStringLiteral("capacity-scaling-table"), name, showScalingTable},
        {QStringLiteral("capacity-exported"), name, exportPicture},
        {QStringLiteral("capacity-narrow"), name, products, makeNarrow},
        undone({QStringLiteral("capacity-recommendations"), QStringLiteral("jobs"), makeTrouble},
               endTrouble),
        undone({QStringLiteral("capacity-empty"), name, hideSnapshots("2026-11-16")},
               bringSnapshotsBack),
        undone({QStringLiteral("capacity-few-snapshots"), name, hideSnapshots("2026-11-11")},
               bringSnapshotsBack),
        {QStringLiteral("capacity-loading"), name, {}, {}, Scene::Database::Silent},
        {QStringLiteral("capacity-failed"), name, {}, {}, Scene::Database::Away},
        {QStringLiteral("capacity-lost-database"), name, {}, {}, Scene::Database::Lost},
        {QStringLiteral("capacity-finance"),
         name,
         choose(PlatformMetric::Vendors),
         {},
         Scene::Database::There,
         QStringLiteral("orion_finance")},
    };
}

} // namespace Orion
