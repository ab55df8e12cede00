#include "ui/pages/invoices/invoicedetailview.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/pages/invoices/invoicecolumns.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copylabel.h"
#include "ui/widgets/externallink.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/keyvaluegrid.h"
#include "ui/widgets/stateview.h"

namespace Orion
{

namespace
{

// Why Stripe made the invoice, in words; an unknown reason as Stripe writes it.
QString reasonName(const QString &reason)
{
    if (reason == QLatin1String("subscription_create"))
        return InvoiceDetailView::tr("New subscription");
    if (reason == QLatin1String("subscription_cycle"))
        return InvoiceDetailView::tr("Renewal");
    if (reason == QLatin1String("subscription_update"))
        return InvoiceDetailView::tr("Change of subscription");
    if (reason == QLatin1String("manual"))
        return InvoiceDetailView::tr("Made by hand");
    return Formats::orDash(reason);
}

// How the dispute stands, in words; an unknown status as Stripe writes it.
QString disputeName(const QString &status)
{
    if (status.endsWith(QLatin1String("needs_response")))
        return InvoiceDetailView::tr("Needs a response");
    if (status.endsWith(QLatin1String("under_review")))
        return InvoiceDetailView::tr("Under review");
    if (status == QLatin1String("won"))
        return InvoiceDetailView::tr("Won");
    if (status == QLatin1String("lost"))
        return InvoiceDetailView::tr("Lost");
    if (status == QLatin1String("warning_closed") || status == QLatin1String("prevented"))
        return InvoiceDetailView::tr("Closed");
    return Formats::orDash(status);
}

QString disputeText(const InvoiceDetail &detail)
{
    const QString amount = Formats::money(detail.disputedCents, detail.invoice.currency);
    if (!detail.evidenceDue.isValid())
        return InvoiceDetailView::tr("%1 (%2)").arg(disputeName(detail.disputeStatus), amount);
    return InvoiceDetailView::tr("%1 (%2) by %3")
        .arg(disputeName(detail.disputeStatus), amount, utcDateTime(detail.evidenceDue));
}

} // namespace

InvoiceDetailView::InvoiceDetailView(const PageContext &context, QWidget *parent)
    : DetailPane(context.theme, parent)
    , m_context(context)
{
    buildUi();
    connectSignals();
    updateIcons();
    clear();
}

void InvoiceDetailView::buildUi()
{
    add(buildLinks());
    addScrolled({buildAmounts(), separatorLine(), buildFacts()});
}

QWidget *InvoiceDetailView::buildAmounts()
{
    auto *amounts = new QWidget(content());
    auto *grid = new QGridLayout(amounts);
    grid->setContentsMargins({});
    grid->setVerticalSpacing(6);
    const QStringList names{tr("Subtotal"), tr("Tax"),       tr("Total"),
                            tr("Paid"),     tr("Remaining"), tr("Refunded")};
    for (int row = 0; row < names.size(); ++row) {
        auto *name = Formats::muted(new QLabel(names.at(row), amounts));
        auto *value = new QLabel(amounts);
        value->setAlignment(Qt::AlignRight);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        value->setAccessibleName(names.at(row));
        if (row == 2) // the total stands out
            value->setFont(m_context.theme.headingFont());
        grid->addWidget(name, row, 0);
        grid->addWidget(value, row, 1);
        m_amounts.append(value);
    }
    grid->setColumnStretch(1, 1);
    return amounts;
}

QWidget *InvoiceDetailView::buildFacts()
{
    m_facts = new KeyValueGrid(content());
    m_vendor = new QPushButton(m_facts);
    m_vendor->setProperty("look", QStringLiteral("link"));
    m_vendor->setCursor(Qt::PointingHandCursor);
    m_vendor->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // a long name is cut
    m_facts->addWidget(tr("Vendor"), m_vendor);
    m_email = m_facts->addText(tr("E-mail"));
    m_date = m_facts->addText(tr("Invoice date"));
    m_due = m_facts->addText(tr("Due"));
    m_paidAt = m_facts->addText(tr("Paid"));
    m_attempts = m_facts->addText(tr("Payment attempts"));
    m_period = m_facts->addText(tr("Period"));
    m_dispute = m_facts->addText(tr("Dispute"));
    m_dispute->setWordWrap(true);
    m_reason = m_facts->addText(tr("Reason"));
    m_stripeId = new CopyLabel(m_context.theme, m_facts);
    m_facts->addWidget(tr("Invoice at Stripe"), m_stripeId);
    m_customer = new CopyLabel(m_context.theme, m_facts);
    m_facts->addWidget(tr("Customer"), m_customer);
    m_subscription = new CopyLabel(m_context.theme, m_facts);
    m_facts->addWidget(tr("Subscription"), m_subscription);
    return m_facts;
}

QWidget *InvoiceDetailView::buildLinks()
{
    auto *links = new QWidget(content());
    m_pdf = new QPushButton(tr("Open PDF"), links);
    m_hosted = new QPushButton(tr("Open invoice page"), links);
    auto *row = new QHBoxLayout(links);
    row->setContentsMargins({});
    row->setSpacing(Space::one);
    row->addWidget(m_pdf);
    row->addWidget(m_hosted);
    row->addStretch();
    return links;
}

void InvoiceDetailView::connectSignals()
{
    connect(m_vendor, &QPushButton::clicked, this,
            [this] { Q_EMIT vendorRequested(m_detail.invoice.vendorCode); });
    connect(m_pdf, &QPushButton::clicked, this, [this] { openLink(m_detail.invoice.pdfUrl); });
    connect(m_hosted, &QPushButton::clicked, this,
            [this] { openLink(m_detail.invoice.hostedUrl); });
    connect(state(), &StateView::actionClicked, this, &InvoiceDetailView::load);
    connect(&m_context.theme, &Theme::changed, this, &InvoiceDetailView::updateIcons);
}

void InvoiceDetailView::clear()
{
    m_id = 0;
    showState();
    state()->showLoading();
}

void InvoiceDetailView::showInvoice(qint64 id)
{
    if (id == m_id)
        return;
    clear();
    m_id = id;
    load();
}

void InvoiceDetailView::reload()
{
    if (m_id != 0)
        load();
}

void InvoiceDetailView::load()
{
    m_context.runner.run(
        this, [id = m_id](Session &session) { return invoiceDetail(session, id); },
        [this, id = m_id](const Result<InvoiceDetail> &detail) {
            if (id != m_id)
                return;
            if (detail)
                fill(*detail);
            else if (!isShowingContent())
                state()->showFailed(detail.error());
        });
}

void InvoiceDetailView::fill(const InvoiceDetail &detail)
{
    m_detail = detail;
    const Invoice &invoice = detail.invoice;
    setTitle(invoice.number.isEmpty() ? tr("Draft invoice") : invoice.number);
    badge()->setLook(lookOfInvoiceStatus(invoice.status));
    const QList<qint64> amounts{invoice.subtotalCents,        invoice.taxCents,
                                invoice.totalCents,           invoice.amountPaidCents,
                                invoice.amountRemainingCents, invoice.refundedCents};
    for (int i = 0; i < amounts.size(); ++i)
        m_amounts.at(i)->setText(Formats::money(amounts.at(i), invoice.currency));
    m_vendor->setText(invoice.vendorName);
    m_vendor->setToolTip(invoice.vendorCode);
    m_email->setText(detail.vendorEmail);
    m_date->setText(utcDateTime(invoice.date));
    m_due->setText(utcDateTime(invoice.dueDate));
    m_facts->setRowVisible(m_due, invoice.dueDate.isValid());
    m_paidAt->setText(invoice.paidAt.isValid() ? utcDateTime(invoice.paidAt) : tr("Not yet"));
    m_attempts->setText(QLocale().toString(invoice.attemptCount));
    Formats::setTone(m_attempts, invoice.attemptCount > 1 ? "warning" : "");
    m_period->setText(
        QStringLiteral("%1 – %2").arg(utcDate(detail.periodStart), utcDate(detail.periodEnd)));
    m_facts->setRowVisible(m_period, detail.periodStart.isValid());
    m_dispute->setText(disputeText(detail));
    Formats::setTone(m_dispute, detail.evidenceDue.isValid() ? "warning" : "");
    m_facts->setRowVisible(m_dispute, !detail.disputeStatus.isEmpty());
    m_reason->setText(reasonName(detail.billingReason));
    m_stripeId->setValue(invoice.stripeInvoiceId);
    m_customer->setValue(detail.stripeCustomerId);
    m_subscription->setValue(detail.stripeSubscriptionId);
    m_pdf->setEnabled(!invoice.pdfUrl.isEmpty());
    m_hosted->setEnabled(!invoice.hostedUrl.isEmpty());
    showContent();
}

void InvoiceDetailView::openLink(const QString &link)
{
    if (const auto url = checkedLink(link); url)
        m_context.dialogs.openUrl(*url);
    else
        Q_EMIT linkRefused(url.error());
}

void InvoiceDetailView::updateIcons()
{
    m_pdf->setIcon(m_context.theme.icon(QStringLiteral("download")));
    m_hosted->setIcon(m_context.theme.icon(QStringLiteral("external")));
}

} // namespace Orion
