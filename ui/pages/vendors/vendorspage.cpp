#include "ui/pages/vendors/vendorspage.h"

#include "services/billing/tierservice.h"
#include "services/database/changes.h"
#include "services/platform/clock.h"
#include "ui/pages/vendors/vendorcolumns.h"
#include "ui/pages/vendors/vendordetailpane.h"
#include "ui/shell/pagekeys.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/card.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/tableview.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace Orion
{

namespace
{

constexpr int detailWidth = 424;
constexpr qint64 countLimit = 10'000; // beyond it "more than" says enough, and stays quick

// The columns from the period's end on make room for the detail, which says the same.
constexpr int firstHiddenColumn = 5;

constexpr int tierCodeRole = Qt::UserRole + 1; // of the choice of tiers, beside their ids

} // namespace

VendorsPage::VendorsPage(const PageContext &context, QWidget *parent)
    : ConsolePage(context, parent)
    , m_source(context.runner)
    , m_model(m_source, vendorColumns(),
              [](const VendorSummary &vendor) { return vendor.vendorCode; })
{
    m_model.setSort(QStringLiteral("name"), Qt::AscendingOrder);
    buildUi();
    connectSignals();
}

void VendorsPage::buildUi()
{
    Theme &theme = context().theme;
    auto *header = new PageHeader(theme, tr("Vendors"), this);
    m_bar = new FilterBar(theme, this);
    m_search = m_bar->addSearch(tr("Name, code or email begins with…"));
    m_status = m_bar->addChoice(tr("Status"), tr("Every status"));
    fillStatusChoice();
    m_tier = m_bar->addChoice(tr("Tier"), tr("Every tier"));

    auto *card = new Card(theme, {}, this);
    card->setContentMargins(0, 0);
    m_list = new PagedTableView(theme, m_model, card);
    card->content()->addWidget(m_list);
    m_detail = new VendorDetailPane(context(), this);
    m_detail->setFixedWidth(detailWidth);
    m_detail->hide();

    auto *body = new QHBoxLayout;
    body->setSpacing(Space::two);
    body->addWidget(card, 1);
    body->addWidget(m_detail);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(m_bar);
    layout->addLayout(body, 1);
    setFocusProxy(m_list);
    applyFilter();
}

void VendorsPage::fillStatusChoice()
{
    for (const SubscriptionStatus status : allSubscriptionStatuses)
        m_status->addItem(lookOf(status).text, int(status));
}

void VendorsPage::connectSignals()
{
    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        m_searched = text;
        applyFilter();
        m_model.restart();
        count();
    });
    for (QComboBox *choice : {m_status, m_tier}) {
        connect(choice, &QComboBox::currentIndexChanged, this, [this] {
            applyFilter();
            m_model.restart();
            count();
        });
    }
    connect(&m_model, &PagedModel::sortChanged, this, [this] {
        applyFilter();
        m_model.restart();
    });
    connect(m_bar, &FilterBar::resetRequested, this, [this] { resetFilter(); });
    connect(m_list, &PagedTableView::emptyAction, this, [this] { resetFilter(); });
    connect(m_list, &PagedTableView::shown, this, &VendorsPage::markReady);
    connect(m_list, &PagedTableView::currentChanged, this, &VendorsPage::showDetail);
    connect(m_list, &PagedTableView::opened, m_detail, qOverload<>(&QWidget::setFocus));
    connect(m_detail, &VendorDetailPane::closeRequested, this, [this] {
        m_list->select({});
        m_list->setFocus();
    });
    connect(m_detail, &VendorDetailPane::openRequested, this, &ConsolePage::openRequested);
    connect(&m_model, &PagedModel::reloadFailed, this, &ConsolePage::failed);
}

VendorFilter VendorsPage::filter() const
{
    VendorFilter filter;
    filter.search = m_searched;
    if (const QVariant status = m_status->currentData(); status.isValid())
        filter.status = SubscriptionStatus(status.toInt());
    filter.tierId = m_tier->currentData().toLongLong();
    filter.order = vendorOrderOf(m_model.sortKey());
    filter.descending = m_model.sortOrder() == Qt::DescendingOrder;
    return filter;
}

void VendorsPage::applyFilter()
{
    const VendorFilter now = filter();
    m_source.setQuery([now, &clock = context().clock](Session &session, const PageRequest &page) {
        return listVendors(session, now, page, clock.now());
    });
    const bool some = !now.search.isEmpty() || now.status || now.tierId != 0;
    m_bar->setResettable(some);
    if (some)
        m_list->setEmpty(QStringLiteral("search"), tr("No vendor fits"),
                         tr("No vendor has this status and tier and begins like this."),
                         tr("Clear filters"));
    else
        m_list->setEmpty(QStringLiteral("vendors"), tr("No vendors yet"),
                         tr("Vendors appear here when the platform registers them."));
}

void VendorsPage::resetFilter(int tier)
{
    const QSignalBlocker quietStatus(m_status);
    const QSignalBlocker quietTier(m_tier);
    m_status->setCurrentIndex(0);
    m_tier->setCurrentIndex(tier);
    m_search->reset();
    m_searched.clear();
    applyFilter();
    m_model.restart();
    count();
    m_list->setFocus();
}

void VendorsPage::refresh()
{
    m_model.reload();
    if (m_detail->isVisible())
        m_detail->reload();
    loadTiers();
    count();
}

QSet<Topic> VendorsPage::topics() const
{
    return {Topic::Vendors, Topic::Tiers, Topic::Invoices};
}

void VendorsPage::open(const QString &key)
{
    if (const auto tier = PageKeys::after(QStringLiteral("tier"), key)) {
        m_wantedTier = *tier;
        takeWantedTier();
        return;
    }
    m_list->select(key);
    showDetail(key);
}

QWidget *VendorsPage::searchField() const
{
    return m_search;
}

void VendorsPage::count()
{
    const quint64 token = ++m_countToken;
    context().runner.run(
        this,
        [now = filter()](Session &session) { return countVendors(session, now, countLimit + 1); },
        [this, token](const Result<qint64> &found) {
            if (token != m_countToken || !found)
                return;
            const int shown = int(std::min(*found, countLimit));
            m_countText = *found > countLimit
                              ? tr("More than %1 vendors").arg(QLocale().toString(countLimit))
                              : tr("%Ln vendors", nullptr, shown);
            m_bar->setNote(m_countText);
        });
}

void VendorsPage::loadTiers()
{
    context().runner.run(
        this, [](Session &session) { return listTiers(session); },
        [this](const Result<std::vector<Tier>> &tiers) {
            if (!tiers)
                return;
            const QVariant chosen = m_tier->currentData();
            const QSignalBlocker quiet(m_tier);
            while (m_tier->count() > 1)
                m_tier->removeItem(1);
            for (const Tier &tier : *tiers) {
                m_tier->addItem(tier.name, tier.id);
                m_tier->setItemData(m_tier->count() - 1, tier.code, tierCodeRole);
            }
            m_tier->setCurrentIndex(std::max(0, m_tier->findData(chosen)));
            takeWantedTier();
        });
}

// All vendors of the tier, whatever was filtered before.
void VendorsPage::takeWantedTier()
{
    const int found = m_wantedTier.isEmpty() ? -1 : m_tier->findData(m_wantedTier, tierCodeRole);
    if (found < 0)
        return;
    m_wantedTier.clear();
    m_list->select({});
    resetFilter(found);
}

void VendorsPage::showDetail(const QString &vendorCode)
{
    const bool some = !vendorCode.isEmpty();
    m_detail->setVisible(some);
    for (int column = firstHiddenColumn; column < m_model.columnCount(); ++column)
        m_list->table()->setColumnHidden(column, some);
    if (some && vendorCode != m_detail->vendorCode())
        m_detail->showVendor(vendorCode);
    else if (!some)
        m_detail->showVendor({});
}

void VendorsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_detail->isVisible()) {
        m_list->select({});
        m_list->setFocus();
        return;
    }
    ConsolePage::keyPressEvent(event);
}

} // namespace Orion
