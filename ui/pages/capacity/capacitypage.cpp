#include "ui/pages/capacity/capacitypage.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QUrl>
#include <QVBoxLayout>

#include "services/billing/rights.h"
#include "services/database/changes.h"
#include "services/platform/clock.h"
#include "ui/pages/capacity/advicepanel.h"
#include "ui/pages/capacity/capacitywords.h"
#include "ui/pages/capacity/chartexportmenu.h"
#include "ui/pages/capacity/historycard.h"
#include "ui/pages/capacity/metrictiles.h"
#include "ui/pages/capacity/scalingdialog.h"
#include "ui/pages/capacity/snapshotcapture.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/stateview.h"

namespace Orion
{

namespace
{

constexpr std::chrono::seconds clockworkStep{60}; // as long as the service keeps its results
constexpr int adviceWidth = 312;
constexpr int adviceHeight = 300; // at least, below the chart
constexpr int historyHeight = 400;
constexpr int narrow = 1000; // too little for both side by side

} // namespace

CapacityPage::CapacityPage(PageContext context, QWidget *parent)
    : ConsolePage(context, parent)
    , m_service(std::make_shared<CapacityService>(context.clock, CapacityThresholds()))
    , m_snapshots(new SnapshotCapture(context, this))
{
    buildUi();
    connectSignals();
    connectCapture();
    connectExport();
    updateIcons();
    updateCapture();
    m_clockwork.setInterval(clockworkStep);
    m_clockwork.start();
}

void CapacityPage::buildUi()
{
    Theme &theme = context().theme;
    m_header = new PageHeader(theme, tr("Capacity"), this);
    m_notice = new Notice(theme, this);
    auto *content = new QWidget;
    content->setObjectName(QStringLiteral("scrollBody"));
    m_tiles = new MetricTiles(theme, content);
    m_stateCard = new Card(theme, {}, content);
    m_state = new StateView(theme, m_stateCard);
    m_stateCard->content()->addWidget(m_state);
    m_history = new HistoryCard(context(), content);
    m_history->setMinimumHeight(historyHeight);
    m_advice = new AdvicePanel(context(), content);
    buildHeader();

    m_body = new QHBoxLayout;
    m_body->setSpacing(Space::two);
    m_body->addWidget(m_stateCard, 1);
    m_body->addWidget(m_history, 1);
    m_body->addWidget(m_advice);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins({});
    column->setSpacing(12);
    column->addWidget(m_tiles);
    column->addLayout(m_body, 1);
    m_area = new QScrollArea(this);
    m_area->setWidget(content);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus); // what is inside takes it
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    layout->setSpacing(12);
    layout->addWidget(m_header);
    layout->addWidget(m_notice);
    layout->addWidget(m_area, 1);
    arrange();
    m_tiles->setCurrent(m_history->question().metric);
    showContent(false);
    m_state->showLoading();
    m_advice->showLoading();
}

void CapacityPage::buildHeader()
{
    m_export = new ChartExportMenu(context(), *m_history, m_header);
    m_capture = new QPushButton(tr("Capture snapshot now"), m_header);
    m_header->addAction(m_export);
    m_header->addAction(m_capture);
    setTabOrder(m_export, m_capture);
    auto *shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+Return")), this);
    connect(shortcut, &QShortcut::activated, m_capture, &QPushButton::click);
}

void CapacityPage::connectSignals()
{
    connect(m_tiles, &MetricTiles::chosen, m_history, &HistoryCard::setMetric);
    connect(m_history, &HistoryCard::questionChanged, this, &CapacityPage::loadOverview);
    connect(m_history, &HistoryCard::periodChanged, this, [this] {
        m_tiles->showSnapshots(m_overview.snapshots, m_history->firstDay(), m_history->lastDay());
    });
    connect(m_advice, &AdvicePanel::followed, this, &CapacityPage::follow);
    connect(m_advice, &AdvicePanel::retryRequested, this, &CapacityPage::loadHealth);
    connect(m_state, &StateView::actionClicked, this, [this] {
        if (m_isEmpty)
            m_snapshots->start();
        else
            refresh();
    });
    connect(&m_clockwork, &QTimer::timeout, this, [this] {
        updateNote();
        if (isActive())
            loadHealth();
    });
    connect(&context().theme, &Theme::changed, this, &CapacityPage::updateIcons);
}

void CapacityPage::connectCapture()
{
    connect(m_capture, &QPushButton::clicked, m_snapshots, &SnapshotCapture::start);
    connect(m_snapshots, &SnapshotCapture::started, this, [this] {
        m_notice->setProgressIcon(QStringLiteral("camera"));
        m_notice->tell(Notice::Kind::Progress, tr("Measuring the platform…"));
        m_notice->setProgress(0, 0);
        updateCapture();
    });
    connect(m_snapshots, &SnapshotCapture::captured, this, [this](const CapacitySnapshot &day) {
        m_notice->tell(Notice::Kind::Success,
                       tr("The snapshot of %1 is captured: %Ln live subscriptions.", nullptr,
                          int(day.totalSubscriptions))
                           .arg(CapacityWords::day(day.date)));
        updateCapture();
        // What was kept is from before.
        m_service = std::make_shared<CapacityService>(context().clock, CapacityThresholds());
        refresh();
    });
    connect(m_snapshots, &SnapshotCapture::failed, this, [this](const Error &error) {
        m_notice->tell(Notice::Kind::Failure, ServiceTexts::shown(error.message));
        updateCapture();
    });
}

void CapacityPage::connectExport()
{
    connect(m_export, &ChartExportMenu::saved, this, [this](const QString &path) {
        m_saved = path;
        m_notice->tell(Notice::Kind::Success,
                       tr("The chart is saved as %1.").arg(QFileInfo(path).fileName()),
                       tr("Show in folder"));
    });
    connect(m_export, &ChartExportMenu::failed, this, [this](const Error &error) {
        m_notice->tell(Notice::Kind::Failure, ServiceTexts::shown(error.message));
    });
    connect(m_notice, &Notice::actionClicked, this, [this] {
        context().dialogs.openUrl(QUrl::fromLocalFile(QFileInfo(m_saved).absolutePath()));
    });
}

void CapacityPage::refresh()
{
    loadOverview();
    loadHealth();
}

QSet<Topic> CapacityPage::topics() const
{
    return {Topic::Capacity, Topic::Tiers, Topic::Jobs};
}

void CapacityPage::open(const QString &metric)
{
    for (const PlatformMetric one : allPlatformMetrics) {
        if (toText(one) == metric) {
            m_tiles->setCurrent(one);
            m_history->setMetric(one);
        }
    }
}

void CapacityPage::loadOverview()
{
    const quint64 token = ++m_overviewToken;
    const QDate today = context().clock.now().toUTC().date();
    context().runner.run(
        this,
        [question = m_history->question(), today](Session &session) {
            return capacityOverview(session, question, today);
        },
        [this, token](const Result<CapacityOverview> &overview) {
            if (token != m_overviewToken)
                return;
            if (overview)
                takeOverview(*overview);
            else
                showOverviewFailed(overview.error());
            markReady();
        });
}

void CapacityPage::takeOverview(const CapacityOverview &overview)
{
    m_overview = overview;
    updateNote();
    m_isEmpty = overview.snapshots.empty();
    showContent(!m_isEmpty);
    if (m_isEmpty)
        showEmpty();
    else
        m_history->showOverview(overview);
    takeFocus();
}

void CapacityPage::showEmpty()
{
    const QString text =
        tr("History and forecasts are made of daily snapshots. A companion captures one each "
           "night; the first can be captured now.");
    if (m_snapshots->isAllowed())
        m_state->showEmpty(QStringLiteral("capacity"), tr("No snapshots yet"), text,
                           tr("Capture snapshot now"));
    else
        m_state->showEmpty(QStringLiteral("capacity"), tr("No snapshots yet"),
                           text + u' ' + SnapshotCapture::whyNot());
}

// What is shown stays; who waits for the first answer gets to know why there is none.
void CapacityPage::showOverviewFailed(const Error &error)
{
    if (m_history->isVisibleTo(this)) {
        Q_EMIT failed(error);
        return;
    }
    m_isEmpty = false;
    m_state->showFailed(error);
    takeFocus();
}

void CapacityPage::showContent(bool some)
{
    m_tiles->setVisible(some);
    m_history->setVisible(some);
    m_stateCard->setVisible(!some);
    m_export->setEnabled(some);
    setFocusProxy(some ? static_cast<QWidget *>(m_tiles) : m_state->button());
}

// What it was given to when the page was opened was not there yet.
void CapacityPage::takeFocus()
{
    if (isActive() && !isAncestorOf(window()->focusWidget()))
        setFocus();
}

void CapacityPage::resizeEvent(QResizeEvent *event)
{
    ConsolePage::resizeEvent(event);
    arrange();
}

void CapacityPage::arrange()
{
    const bool isNarrow = width() < narrow;
    m_body->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_advice->setFixedWidth(isNarrow ? QWIDGETSIZE_MAX : adviceWidth);
    m_advice->setMinimumWidth(isNarrow ? 0 : adviceWidth);
    m_advice->setMinimumHeight(isNarrow ? adviceHeight : 0);
}

// One at a time: it may read every subscription.
void CapacityPage::loadHealth()
{
    if (m_healthAsked) {
        m_healthStale = true;
        return;
    }
    m_healthAsked = true;
    m_advice->showLoading();
    context().runner.run(
        this, [service = m_service](Session &session) { return service->health(session); },
        [this](const Result<PlatformHealth> &health) {
            m_healthAsked = false;
            if (health)
                m_advice->showHealth(*health);
            else
                m_advice->showFailed(health.error());
            if (std::exchange(m_healthStale, false))
                loadHealth();
        });
}

void CapacityPage::updateNote()
{
    m_note =
        m_overview.snapshots.empty()
            ? QString()
            : tr("Snapshot of %1, %2", "day, how long ago")
                  .arg(CapacityWords::day(m_overview.snapshots.back().date),
                       Formats::ago(m_overview.snapshots.back().capturedAt, context().clock.now()));
    m_header->setNote(m_note);
}

void CapacityPage::updateCapture()
{
    m_capture->setEnabled(m_snapshots->isAllowed() && !m_snapshots->isRunning());
    m_capture->setToolTip(!m_snapshots->isAllowed()  ? SnapshotCapture::whyNot()
                          : m_snapshots->isRunning() ? tr("It is being measured already.")
                                                     : tr("Measures the platform and replaces the "
                                                          "snapshot of this day (Ctrl+Enter)"));
}

void CapacityPage::follow(const AdviceTarget &target)
{
    if (!target.page.isEmpty()) {
        Q_EMIT openRequested(target.page, target.key);
        return;
    }
    const qint64 clients =
        m_overview.snapshots.empty() ? 0 : m_overview.snapshots.back().totalSubscriptions;
    auto *dialog = new ScalingDialog(context().theme, clients, this);
    dialog->open();
}

void CapacityPage::updateIcons()
{
    m_capture->setIcon(context().theme.icon(QStringLiteral("camera")));
}

} // namespace Orion
