#include "ui/pages/webhooks/webhookspage.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTabBar>

#include "services/billing/rights.h"
#include "services/database/changes.h"
#include "services/platform/clock.h"
#include "services/webhooks/activity.h"
#include "ui/pages/webhooks/activitypanel.h"
#include "ui/pages/webhooks/eventreplay.h"
#include "ui/pages/webhooks/webhookdetail.h"
#include "ui/shell/pagekeys.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/card.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

namespace
{

constexpr int shownMinutes = 60; // of the chart
constexpr std::chrono::seconds clockworkStep{15};
constexpr std::chrono::seconds activityPause{2};

// The families that Stripe sends to a billing system; each matches every type under it.
const QStringList &typeFamilies()
{
    static const QStringList families{QStringLiteral("checkout.session."),
                                      QStringLiteral("customer."),
                                      QStringLiteral("customer.subscription."),
                                      QStringLiteral("invoice."),
                                      QStringLiteral("invoice.paid"),
                                      QStringLiteral("invoice.payment_failed"),
                                      QStringLiteral("charge."),
                                      QStringLiteral("payment_intent.")};
    return families;
}

} // namespace

WebhooksPage::WebhooksPage(PageContext context, QWidget *parent)
    : ConsolePage(context, parent)
    , m_source(context.runner)
    , m_model(
          new WebhookTableModel(m_source, webhookColumns(context.clock.now()), webhookKey, this))
    , m_replay(new EventReplay(context, this))
{
    buildUi();
    connectSignals();
    connectReplay();
    m_clockwork.setInterval(clockworkStep);
    connect(&m_clockwork, &QTimer::timeout, this, [this] {
        if (isActive())
            loadActivity();
    });
    m_clockwork.start();
    updateSelection();
}

void WebhooksPage::buildUi()
{
    auto *header = new PageHeader(context().theme, tr("Webhooks"), this);
    m_activity = new ActivityPanel(context().theme, this);
    m_tabs = new QTabBar(this);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Status"));
    m_tabs->addTab(tr("All"));
    for (const WebhookStatus status : allWebhookStatuses)
        m_tabs->setTabData(m_tabs->addTab(lookOf(status).text), int(status));
    buildFilters();
    m_notice = new Notice(context().theme, this);
    buildList();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    layout->setSpacing(12);
    layout->addWidget(header);
    layout->addWidget(m_activity);
    layout->addWidget(m_tabs);
    layout->addWidget(m_filters);
    layout->addWidget(m_notice);
    layout->addWidget(m_splitter, 1);
}

void WebhooksPage::buildFilters()
{
    m_filters = new FilterBar(context().theme, this);
    m_search = m_filters->addSearch(tr("Search event, object or vendor"));
    m_type = m_filters->addChoice(tr("Type"), tr("All types"));
    for (const QString &family : typeFamilies())
        m_type->addItem(family.endsWith(u'.') ? family + u'*' : family, family);
    m_time = m_filters->addChoice(tr("Received"), tr("Any time"));
    m_time->addItem(tr("Last hour"), 3600);
    m_time->addItem(tr("Last 24 hours"), 86400);
    m_time->addItem(tr("Last 7 days"), 7 * 86400);
    m_time->addItem(tr("Last 30 days"), 30 * 86400);
    m_replaySelected = new QPushButton(m_filters);
    m_replaySelected->setObjectName(QStringLiteral("replaySelected"));
    m_filters->addWidget(m_replaySelected);
    m_replayAll = new QPushButton(tr("Replay all…"), m_filters);
    m_filters->addWidget(m_replayAll);
}

void WebhooksPage::buildList()
{
    Theme &theme = context().theme;
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(Space::two);
    auto *listCard = new Card(theme, {}, m_splitter);
    listCard->setContentMargins(0, 0);
    m_list = new PagedTableView(theme, *m_model, listCard);
    m_list->table()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->table()->setAccessibleName(tr("Webhook events"));
    listCard->content()->addWidget(m_list);

    auto *detailCard = new Card(theme, {}, m_splitter);
    m_detail = new WebhookDetail(context(), detailCard);
    detailCard->content()->addWidget(m_detail);
    detailCard->setMinimumWidth(420);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_splitter->setSizes({760, 440});

    m_pill = new QPushButton(m_list);
    m_pill->setProperty("look", QStringLiteral("pill"));
    m_pill->hide();
    m_list->installEventFilter(this);
}

void WebhooksPage::connectSignals()
{
    connect(m_tabs, &QTabBar::currentChanged, this, &WebhooksPage::applyFilter);
    connect(m_search, &SearchField::searched, this, &WebhooksPage::applyFilter);
    connect(m_type, &QComboBox::currentIndexChanged, this, &WebhooksPage::applyFilter);
    connect(m_time, &QComboBox::currentIndexChanged, this, &WebhooksPage::applyFilter);
    connect(m_filters, &FilterBar::resetRequested, this, [this] {
        const QSignalBlocker type(m_type);
        const QSignalBlocker time(m_time);
        m_search->clear();
        Q_EMIT m_search->returnPressed();
        m_type->setCurrentIndex(0);
        m_time->setCurrentIndex(0);
        applyFilter();
    });
    connect(m_list, &PagedTableView::shown, this, &WebhooksPage::markReady);
    connect(m_list, &PagedTableView::currentChanged, this, &WebhooksPage::showCurrent);
    connect(m_list, &PagedTableView::emptyAction, m_filters, &FilterBar::resetRequested);
    connect(m_list->table()->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &WebhooksPage::updateSelection);
    connect(m_list, &PagedTableView::insertedAbove, this, [this](int rows) {
        m_unseen += rows;
        updatePill();
    });
    connect(m_list->table()->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &WebhooksPage::updatePill);
    connect(m_pill, &QPushButton::clicked, this, [this] { m_list->table()->scrollToTop(); });
    connect(m_detail, &WebhookDetail::closeRequested, this, &WebhooksPage::closeDetail);
    connect(m_detail, &WebhookDetail::vendorRequested, this, [this](const QString &vendorCode) {
        Q_EMIT openRequested(QStringLiteral("vendors"), vendorCode);
    });
}

void WebhooksPage::connectReplay()
{
    connect(m_replaySelected, &QPushButton::clicked, this,
            [this] { m_replay->ask(selectedEvents()); });
    connect(m_replayAll, &QPushButton::clicked, this, [this] { m_replay->askForAll(filter()); });
    connect(m_detail, &WebhookDetail::replayRequested, this,
            [this](const QString &eventId) { m_replay->ask({eventId}); });
    connect(m_replay, &EventReplay::replayed, this, &WebhooksPage::showReplayed);
    connect(m_replay, &EventReplay::failed, this, [this](const Error &error) {
        m_notice->tell(Notice::Kind::Failure, ServiceTexts::shown(error.message));
        refresh();
    });
}

void WebhooksPage::refresh()
{
    m_source.setQuery([filter = filter()](Session &session, const PageRequest &request) {
        return listEvents(session, filter, request);
    });
    m_model->reload();
    loadCounts();
    loadActivity();
    m_detail->reload();
}

QSet<Topic> WebhooksPage::topics() const
{
    return {Topic::Webhooks};
}

void WebhooksPage::open(const QString &key)
{
    const auto status = PageKeys::after(QStringLiteral("status"), key);
    if (!status) {
        m_list->select(key); // shows it, too
        return;
    }
    const auto wanted = webhookStatusFromText(*status);
    for (int tab = 0; wanted && tab < m_tabs->count(); ++tab) {
        if (m_tabs->tabData(tab).isValid() && m_tabs->tabData(tab).toInt() == int(*wanted))
            m_tabs->setCurrentIndex(tab);
    }
}

QWidget *WebhooksPage::searchField() const
{
    return m_search;
}

void WebhooksPage::applyFilter()
{
    const WebhookFilter wanted = filter();
    m_source.setQuery([wanted](Session &session, const PageRequest &request) {
        return listEvents(session, wanted, request);
    });
    const bool narrowed =
        !wanted.search.isEmpty() || !wanted.typePrefix.isEmpty() || wanted.receivedFrom.isValid();
    m_filters->setResettable(narrowed);
    if (narrowed || wanted.status)
        m_list->setEmpty(QStringLiteral("filter"), tr("No event matches"),
                         tr("Widen the filter to see more."),
                         narrowed ? tr("Clear filters") : QString());
    else
        m_list->setEmpty(QStringLiteral("webhooks"), tr("No webhooks yet"),
                         tr("Events show here as soon as Stripe sends them to the companion."));
    m_unseen = 0;
    m_model->restart();
    updateSelection();
    loadCounts();
}

WebhookFilter WebhooksPage::filter() const
{
    WebhookFilter filter;
    const QVariant status = m_tabs->tabData(m_tabs->currentIndex());
    if (status.isValid())
        filter.status = WebhookStatus(status.toInt());
    filter.search = m_search->text().trimmed();
    filter.typePrefix = m_type->currentData().toString();
    if (m_time->currentData().isValid())
        filter.receivedFrom = context().clock.now().addSecs(-m_time->currentData().toInt());
    return filter;
}

void WebhooksPage::loadCounts()
{
    context().runner.run(
        this, [](Session &session) { return countByStatus(session); },
        [this](const Result<std::map<WebhookStatus, qint64>> &counts) {
            if (counts)
                showCounts(*counts);
        });
}

void WebhooksPage::showCounts(const std::map<WebhookStatus, qint64> &counts)
{
    const auto label = [](const QString &name, qint64 count) {
        return QStringLiteral("%1  %2").arg(name, QLocale().toString(count));
    };
    qint64 all = 0;
    for (const auto &[status, count] : counts)
        all += count;
    m_tabs->setTabText(0, label(tr("All"), all));
    for (int i = 1; i < m_tabs->count(); ++i) {
        const auto status = WebhookStatus(m_tabs->tabData(i).toInt());
        const auto found = counts.find(status);
        m_tabs->setTabText(i,
                           label(lookOf(status).text, found == counts.end() ? 0 : found->second));
    }
}

void WebhooksPage::showCurrent(const QString &eventId)
{
    if (eventId.isEmpty())
        return; // what is shown stays, also when the filter lost its row
    const int row = m_model->rowOfKey(eventId);
    if (row >= 0)
        m_detail->showEvent(m_model->rowAt(row));
    else
        m_detail->showEvent(eventId);
    m_detail->reload();
}

void WebhooksPage::closeDetail()
{
    m_list->select({});
    m_list->table()->clearSelection();
    m_detail->clear();
    m_list->table()->setFocus();
}

QStringList WebhooksPage::selectedEvents() const
{
    QStringList eventIds;
    for (const QModelIndex &index : m_list->table()->selectionModel()->selectedRows())
        eventIds.append(m_model->keyAt(index.row()));
    return eventIds;
}

void WebhooksPage::updateSelection()
{
    const int count = int(selectedEvents().size());
    m_replaySelected->setVisible(count > 1);
    m_replaySelected->setEnabled(m_replay->isAllowed());
    // Of the failed ones all may be meant; of all events hardly.
    m_replayAll->setVisible(count <= 1 && filter().status == WebhookStatus::Failed);
    m_replayAll->setEnabled(m_replay->isAllowed());
    m_replaySelected->setText(tr("Replay %Ln events", nullptr, count));
    if (!m_replay->isAllowed()) {
        for (QPushButton *button : {m_replaySelected, m_replayAll})
            button->setToolTip(tr("Replaying needs the role orion_admin or orion_ops."));
    }
}

void WebhooksPage::showReplayed(qint64 count)
{
    m_notice->tell(count == 0 ? Notice::Kind::Info : Notice::Kind::Success,
                   count == 0 ? tr("No event matches any more.")
                   : count == 1
                       ? tr("The event was put back into the queue.")
                       : tr("%Ln events were put back into the queue.", nullptr, int(count)));
    refresh();
}

// One at a time, however fast things change.
void WebhooksPage::loadActivity()
{
    if (m_activityAsked) {
        m_activityStale = true;
        return;
    }
    m_activityAsked = true;
    m_activityStale = false;
    const QDateTime now = context().clock.now();
    context().runner.run(
        this, [now](Session &session) { return webhookActivity(session, now, shownMinutes); },
        [this, now](const Result<WebhookActivity> &activity) {
            m_activityAsked = false;
            if (activity)
                m_activity->showActivity(*activity, now);
            else
                m_activity->showFailed(activity.error());
            if (m_activityStale)
                QTimer::singleShot(activityPause, this, &WebhooksPage::loadActivity);
        });
}

void WebhooksPage::updatePill()
{
    if (m_list->table()->verticalScrollBar()->value() == 0)
        m_unseen = 0;
    m_pill->setVisible(m_unseen > 0);
    m_pill->setText(tr("%Ln new", nullptr, m_unseen));
    m_pill->adjustSize();
    m_pill->move((m_list->width() - m_pill->width()) / 2, 44);
    m_pill->raise();
}

bool WebhooksPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::Resize)
        updatePill();
    return ConsolePage::eventFilter(watched, event);
}

void WebhooksPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_detail->eventId().isEmpty())
        closeDetail();
    else
        ConsolePage::keyPressEvent(event);
}

} // namespace Orion
