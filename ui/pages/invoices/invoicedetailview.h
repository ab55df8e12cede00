#pragma once

#include "services/billing/invoiceledger.h"
#include "ui/shell/consolepage.h"
#include "ui/widgets/detailpane.h"

class QLabel;
class QPushButton;

namespace Orion
{

class CopyLabel;
class KeyValueGrid;

// Everything about one invoice, and the way to Stripe's own pages. Lives on the GUI thread, owned
// by the invoices page.
class InvoiceDetailView : public DetailPane
{
    Q_OBJECT

public:
    InvoiceDetailView(const PageContext &context, QWidget *parent = nullptr);

    void showInvoice(qint64 id);
    void reload();
    void clear();
    qint64 invoiceId() const { return m_id; } // 0: none

    QPushButton *pdfButton() const { return m_pdf; }
    QPushButton *hostedButton() const { return m_hosted; }

Q_SIGNALS:
    void vendorRequested(const QString &vendorCode);
    void linkRefused(const Orion::Error &error);

private:
    void buildUi();
    QWidget *buildAmounts();
    QWidget *buildFacts();
    QWidget *buildLinks();
    void connectSignals();
    void load();
    void fill(const InvoiceDetail &detail);
    void openLink(const QString &link);
    void updateIcons();

    PageContext m_context;
    qint64 m_id = 0;
    InvoiceDetail m_detail;
    QPushButton *m_vendor;
    QList<QLabel *> m_amounts;
    KeyValueGrid *m_facts;
    QLabel *m_date;
    QLabel *m_due;
    QLabel *m_paidAt;
    QLabel *m_attempts;
    QLabel *m_period;
    QLabel *m_dispute;
    QLabel *m_reason;
    QLabel *m_email;
    CopyLabel *m_stripeId;
    CopyLabel *m_customer;
    CopyLabel *m_subscription;
    QPushButton *m_pdf;
    QPushButton *m_hosted;
};

} // namespace Orion
