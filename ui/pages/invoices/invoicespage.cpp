#include "ui/pages/invoices/invoicespage.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QUrl>

#include "services/database/changes.h"
#include "ui/pages/invoices/invoicedetailview.h"
#include "ui/pages/invoices/invoicefilterbar.h"
#include "ui/pages/invoices/totalsstrip.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/pagedtableview.h"
#include "ui/widgets/pageheader.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/servicetexts.h"
#include "ui/widgets/tableview.h"

namespace Orion
{

InvoicesPage::InvoicesPage(PageContext context, QWidget *parent)
    : ConsolePage(context, parent)
    , m_source(context.runner)
    , m_model(new InvoiceTableModel(m_source, invoiceColumns(), invoiceKey, this))
    , m_job(new ExportJob(context.runner, this))
{
    buildUi();
    connectSignals();
    updateQuery();
}

void InvoicesPage::buildUi()
{
    Theme &theme = context().theme;
    m_filters = new InvoiceFilterBar(theme, context().clock, this);
    m_totals = new TotalsStrip(theme, this);
    m_notice = new Notice(theme, this);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::three, Space::two, Space::three, Space::two);
    layout->setSpacing(12);
    layout->addWidget(buildHeader());
    layout->addWidget(m_filters);
    layout->addWidget(m_totals);
    layout->addWidget(m_notice);
    layout->addWidget(buildContent(), 1);
}

QWidget *InvoicesPage::buildHeader()
{
    Theme &theme = context().theme;
    auto *header = new PageHeader(theme, tr("Invoices"), this);
    m_export = new QPushButton(tr("Export CSV"), header);
    m_export->setToolTip(tr("Save every invoice of this filter as a CSV file (Ctrl+E)"));
    const auto icon = [this, &theme] { m_export->setIcon(theme.icon(QStringLiteral("download"))); };
    icon();
    connect(&theme, &Theme::changed, this, icon);
    header->addAction(m_export);
    return header;
}

QWidget *InvoicesPage::buildContent()
{
    Theme &theme = context().theme;
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(Space::two);
    auto *listCard = new Card(theme, {}, m_splitter);
    listCard->setContentMargins(0, 0);
    m_list = new PagedTableView(theme, *m_model, listCard);
    m_list->table()->setAccessibleName(tr("Invoices"));
    listCard->content()->addWidget(m_list);
    m_detailCard = new Card(theme, {}, m_splitter);
    m_detailCard->setMinimumWidth(380);
    m_detail = new InvoiceDetailView(context(), m_detailCard);
    m_detailCard->content()->addWidget(m_detail);
    m_detailCard->hide();
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({820, 380});
    return m_splitter;
}

void InvoicesPage::connectSignals()
{
    connect(m_filters, &InvoiceFilterBar::changed, this, &InvoicesPage::applyFilter);
    connect(m_totals, &TotalsStrip::retryRequested, this, &InvoicesPage::loadTotals);
    connect(m_list, &PagedTableView::shown, this, &InvoicesPage::markReady);
    connect(m_list, &PagedTableView::currentChanged, this, &InvoicesPage::showDetail);
    connect(m_list, &PagedTableView::opened, this, &InvoicesPage::showDetail);
    connect(m_list, &PagedTableView::emptyAction, m_filters, &InvoiceFilterBar::clearFilters);
    connect(m_detail, &InvoiceDetailView::closeRequested, this, &InvoicesPage::closeDetail);
    connect(m_detail, &InvoiceDetailView::linkRefused, this, &InvoicesPage::failed);
    connect(m_detail, &InvoiceDetailView::vendorRequested, this, [this](const QString &vendorCode) {
        Q_EMIT openRequested(QStringLiteral("vendors"), vendorCode);
    });
    connect(m_export, &QPushButton::clicked, this, &InvoicesPage::askExport);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_E), this), &QShortcut::activated, this,
            &InvoicesPage::askExport);
    connect(m_notice, &Notice::actionClicked, this, &InvoicesPage::noticeAction);
    connect(m_job, &ExportJob::progressed, this, &InvoicesPage::showProgress);
    connect(m_job, &ExportJob::succeeded, this, [this](qint64 rows) {
        endExport(tr("%Ln invoices were saved to %1.", nullptr, int(rows)).arg(m_job->path()));
    });
    connect(m_job, &ExportJob::failed, this, &InvoicesPage::failExport);
}

void InvoicesPage::refresh()
{
    updateQuery(); // the month may have turned
    m_model->reload();
    loadTotals();
    m_detail->reload();
}

QSet<Topic> InvoicesPage::topics() const
{
    return {Topic::Invoices};
}

void InvoicesPage::open(const QString &key)
{
    bool isRow = false;
    (void)key.toLongLong(&isRow);
    if (isRow) {
        m_list->select(key);
        return;
    }
    m_filters->clearFilters();
    m_filters->setPeriod(InvoicePeriod::AllTime);
    m_filters->setSearch(key);
}

QWidget *InvoicesPage::searchField() const
{
    return m_filters->searchField();
}

void InvoicesPage::applyFilter()
{
    updateQuery();
    m_invoiceCount.reset();
    m_totals->showStale();
    m_model->restart();
    loadTotals();
}

void InvoicesPage::updateQuery()
{
    const InvoiceFilter filter = m_filters->filter();
    m_source.setQuery([filter](Session &session, const PageRequest &request) {
        return listInvoices(session, filter, request);
    });
    if (m_filters->isNarrowed())
        m_list->setEmpty(QStringLiteral("filter"), tr("No invoice matches"),
                         tr("Widen the filter or choose another period."), tr("Clear filters"));
    else
        m_list->setEmpty(QStringLiteral("invoices"), tr("No invoices in this period"),
                         tr("Choose another period, or wait for Stripe's next invoice."));
}

void InvoicesPage::loadTotals()
{
    const quint64 token = ++m_totalsToken;
    context().runner.run(
        this,
        [filter = m_filters->filter()](Session &session) { return invoiceTotals(session, filter); },
        [this, token](const Result<std::vector<CurrencyTotals>> &totals) {
            if (token != m_totalsToken)
                return;
            if (!totals) {
                m_totals->showFailed(totals.error());
                return;
            }
            QStringList currencies;
            m_invoiceCount = 0;
            for (const CurrencyTotals &sum : *totals) {
                currencies.append(sum.currency);
                *m_invoiceCount += sum.count;
            }
            m_filters->offerCurrencies(currencies);
            m_totals->showTotals(*totals);
        });
}

void InvoicesPage::showDetail(const QString &key)
{
    if (key.isEmpty())
        return;
    m_detail->showInvoice(key.toLongLong());
    m_detailCard->show();
    for (const int column : {invoicePaidColumn, invoiceRefundedColumn})
        m_list->table()->setColumnHidden(column, true);
}

void InvoicesPage::closeDetail()
{
    m_detailCard->hide();
    m_detail->clear();
    for (const int column : {invoicePaidColumn, invoiceRefundedColumn})
        m_list->table()->setColumnHidden(column, false);
    m_list->table()->setFocus();
}

void InvoicesPage::askExport()
{
    if (m_job->isRunning())
        return;
    const QString name = QStringLiteral("invoices-%1.csv").arg(m_filters->periodName());
    context().dialogs.askSaveFile(this, tr("Export invoices"), name, tr("CSV files (*.csv)"),
                                  [this](const QString &path) {
                                      if (!path.isEmpty() && !m_job->isRunning())
                                          startExport(path);
                                  });
}

void InvoicesPage::startExport(const QString &path)
{
    m_export->setEnabled(false);
    m_exportTotal = m_invoiceCount.value_or(0);
    m_notice->tell(Notice::Kind::Progress, tr("Exporting invoices…"), tr("Cancel"));
    m_notice->setProgress(0, m_exportTotal);
    m_job->start(m_filters->filter(), path);
}

void InvoicesPage::showProgress(qint64 rows)
{
    const QLocale locale;
    m_notice->setProgress(rows, m_exportTotal);
    m_notice->setText(m_exportTotal > 0
                          ? tr("Exporting %1 of %2 invoices…")
                                .arg(locale.toString(rows), locale.toString(m_exportTotal))
                          : tr("Exporting, %1 invoices so far…").arg(locale.toString(rows)));
}

void InvoicesPage::endExport(const QString &text)
{
    m_export->setEnabled(true);
    m_notice->tell(Notice::Kind::Success, text, tr("Show in folder"));
}

void InvoicesPage::failExport(const Error &error)
{
    m_export->setEnabled(true);
    if (error.code == ErrorCode::Cancelled)
        m_notice->tell(Notice::Kind::Info, tr("The export was cancelled; no file was written."));
    else
        m_notice->tell(Notice::Kind::Failure, ServiceTexts::shown(error.message), tr("Try again"));
}

void InvoicesPage::noticeAction()
{
    if (m_notice->kind() == Notice::Kind::Progress)
        m_job->cancel();
    else if (m_notice->kind() == Notice::Kind::Success)
        context().dialogs.openUrl(QUrl::fromLocalFile(QFileInfo(m_job->path()).absolutePath()));
    else
        askExport();
}

void InvoicesPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_detail->invoiceId() != 0)
        closeDetail();
    else
        ConsolePage::keyPressEvent(event);
}

} // namespace Orion
