#pragma once

#include "services/billing/invoiceledger.h"
#include "ui/pages/invoices/exportjob.h"
#include "ui/pages/invoices/invoicecolumns.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicepagesource.h"

class QPushButton;
class QSplitter;

namespace Orion
{

class Card;
class InvoiceDetailView;
class InvoiceFilterBar;
class Notice;
class PagedTableView;
class TotalsStrip;

// The ledger for finance: what was invoiced, paid and is owed, and all of it as a file.
class InvoicesPage : public ConsolePage
{
    Q_OBJECT

public:
    explicit InvoicesPage(PageContext context, QWidget *parent = nullptr);

    void refresh() override;
    QSet<Topic> topics() const override;
    // An invoice by its row, or by its number or id at Stripe.
    void open(const QString &key) override;
    QWidget *searchField() const override;

    InvoiceTableModel *model() const { return m_model; }
    InvoiceFilterBar *filters() const { return m_filters; }
    TotalsStrip *totals() const { return m_totals; }
    PagedTableView *list() const { return m_list; }
    InvoiceDetailView *detail() const { return m_detail; }
    Notice *notice() const { return m_notice; }
    QPushButton *exportButton() const { return m_export; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildUi();
    QWidget *buildHeader();
    QWidget *buildContent();
    void connectSignals();
    void applyFilter();
    void updateQuery();
    void loadTotals();
    void showDetail(const QString &key);
    void closeDetail();
    void askExport();
    void startExport(const QString &path);
    void showProgress(qint64 rows);
    void endExport(const QString &text);
    void failExport(const Error &error);
    void noticeAction();

    ServicePageSource<Invoice> m_source;
    InvoiceTableModel *m_model;
    ExportJob *m_job;
    InvoiceFilterBar *m_filters;
    QPushButton *m_export;
    TotalsStrip *m_totals;
    Notice *m_notice;
    QSplitter *m_splitter;
    PagedTableView *m_list;
    Card *m_detailCard;
    InvoiceDetailView *m_detail;
    quint64 m_totalsToken = 0;            // of the answer that counts
    std::optional<qint64> m_invoiceCount; // of the present filter, once it is known
    qint64 m_exportTotal = 0;             // rows to come; 0: not known
};

} // namespace Orion
