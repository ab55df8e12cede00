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
#include "ui/pages/webhooks/webhookdetail.h"
#include "ui/shell/dialogs.h"
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
{
    buildUi();
    connectSignals();
    updateSelection();
}

void WebhooksPage::buildUi()
{
    auto *header = new PageHeader(context().theme, tr("Webhooks"), this);
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
    m_splitter->setSizes({720, 480});

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
    connect(m_replaySelected, &QPushButton::clicked, this, [this] { askReplay(selectedEvents()); });
    connect(m_detail, &WebhookDetail::replayRequested, this,
            [this](const QString &eventId) { askReplay({eventId}); });
    connect(m_detail, &WebhookDetail::closeRequested, this, &WebhooksPage::closeDetail);
    connect(m_detail, &WebhookDetail::vendorRequested, this, [this](const QString &vendorCode) {
        Q_EMIT openRequested(QStringLiteral("vendors"), vendorCode);
    });
}

void WebhooksPage::refresh()
{
    m_source.setQuery([filter = filter()](Session &session, const PageRequest &request) {
        return listEvents(session, filter, request);
    });
    m_model->reload();
    loadCounts();
    m_detail->reload();
}

QSet<Topic> WebhooksPage::topics() const
{
    return {Topic::Webhooks};
}

void WebhooksPage::open(const QString &eventId)
{
    m_list->select(eventId); // shows it, too
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
    m_replaySelected->setEnabled(context().rights.replayEvents);
    m_replaySelected->setText(tr("Replay %Ln events", nullptr, count));
    if (!context().rights.replayEvents)
        m_replaySelected->setToolTip(tr("Replaying needs the role orion_admin or orion_ops."));
}

void WebhooksPage::askReplay(const QStringList &eventIds)
{
    if (eventIds.isEmpty() || !context().rights.replayEvents)
        return;
    const int count = int(eventIds.size());
    Question question;
    question.title =
        count == 1 ? tr("Replay this event?") : tr("Replay %Ln events?", nullptr, count);
    question.text = tr("The queue takes it up again, several in the order in which they arrived. "
                       "What was already applied, or is older than what is known, changes "
                       "nothing.");
    question.choices = {tr("Cancel"), tr("Replay")};
    question.preferred = 1;
    context().dialogs.ask(this, question, [this, eventIds](int choice) {
        if (choice == 1)
            replay(eventIds);
    });
}

void WebhooksPage::replay(const QStringList &eventIds)
{
    context().runner.run(
        this,
        [eventIds, actor = context().rights.role](Session &session) -> Result<int> {
            auto replayed = replayEvents(session, eventIds, actor);
            if (replayed) {
                if (const auto told = notifyChanges(session, {Topic::Webhooks}); !told)
                    return fail(told.error());
            }
            return replayed;
        },
        [this](const Result<int> &replayed) {
            if (replayed)
                m_notice->tell(Notice::Kind::Success,
                               *replayed == 1 ? tr("The event was put back into the queue.")
                                              : tr("%Ln events were put back into the queue.",
                                                   nullptr, *replayed));
            else
                m_notice->tell(Notice::Kind::Failure,
                               ServiceTexts::shown(replayed.error().message));
            refresh();
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
