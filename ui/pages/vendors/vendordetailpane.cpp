#include "ui/pages/vendors/vendordetailpane.h"

#include "services/platform/clock.h"
#include "ui/pages/vendors/vendorrows.h"
#include "ui/shell/servicerunner.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/card.h"
#include "ui/widgets/copylabel.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/keyvaluegrid.h"
#include "ui/widgets/minitable.h"
#include "ui/widgets/stateview.h"
#include "ui/widgets/usagemeter.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace Orion
{

VendorDetailPane::VendorDetailPane(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    buildUi();
}

void VendorDetailPane::buildUi()
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_body = new QWidget(scroll);
    m_body->setObjectName(QStringLiteral("scrollBody"));
    auto *cards = new QVBoxLayout(m_body);
    cards->setContentsMargins(0, 0, Space::half, 0);
    cards->setSpacing(12);
    cards->addWidget(buildHeader());
    buildCards(cards);
    cards->addStretch();
    scroll->setWidget(m_body);

    m_stack = new QStackedWidget(this);
    m_state = new StateView(m_context.theme, m_stack);
    m_stack->addWidget(m_state);
    m_stack->addWidget(scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_stack);
    setFocusProxy(m_codeLabel);
    connect(m_state, &StateView::actionClicked, this, [this] { showVendor(m_code); });
}

QWidget *VendorDetailPane::buildHeader()
{
    Theme &theme = m_context.theme;
    auto *card = new Card(theme, {}, m_body);
    m_name = new ElidedLabel(card);
    QFont font = theme.headingFont();
    font.setPixelSize(16);
    m_name->setFont(font);
    m_email = new ElidedLabel(card);
    Formats::secondary(m_email);
    m_badge = new StatusBadge(theme, card);
    m_codeLabel = new CopyLabel(theme, card);
    auto *close = new QToolButton(card);
    close->setIcon(theme.icon(QStringLiteral("close")));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(tr("Close"));
    connect(close, &QToolButton::clicked, this, &VendorDetailPane::closeRequested);

    auto *top = new QHBoxLayout;
    top->setSpacing(Space::one);
    top->addWidget(m_name, 1);
    top->addWidget(m_badge);
    top->addWidget(close);
    auto *lines = card->content();
    lines->setContentsMargins(Space::two, Space::one, Space::one, 12);
    lines->setSpacing(2);
    lines->addLayout(top);
    lines->addWidget(m_email);
    lines->addWidget(m_codeLabel);
    return card;
}

void VendorDetailPane::buildCards(QVBoxLayout *layout)
{
    Theme &theme = m_context.theme;
    const auto card = [&](const QString &title) {
        auto *made = new Card(theme, title, m_body);
        layout->addWidget(made);
        return made;
    };
    Card *subscription = card(tr("Subscription"));
    m_facts = new KeyValueGrid(subscription);
    m_tier = m_facts->addText(tr("Tier"));
    m_price = m_facts->addText(tr("Price"));
    m_period = m_facts->addText(tr("Period"));
    m_trial = m_facts->addText(tr("Trial ends"));
    m_cancel = m_facts->addText(tr("Cancels"));
    m_pastDue = m_facts->addText(tr("Past due"));
    m_payment = m_facts->addText(tr("Payment method"));
    subscription->content()->addWidget(m_facts);

    Card *usage = card(tr("Usage"));
    for (UsageMeter **meter : {&m_orders, &m_products, &m_team}) {
        *meter = new UsageMeter(theme, usage);
        usage->content()->addWidget(*meter);
    }

    Card *stripe = card(tr("Stripe"));
    auto *ids = new KeyValueGrid(stripe);
    m_customer = new CopyLabel(theme, ids);
    m_subscription = new CopyLabel(theme, ids);
    m_priceId = new CopyLabel(theme, ids);
    ids->addWidget(tr("Customer"), m_customer);
    ids->addWidget(tr("Subscription"), m_subscription);
    ids->addWidget(tr("Price"), m_priceId);
    stripe->content()->addWidget(ids);

    const auto list = [&](const QString &title) {
        Card *made = card(title);
        made->content()->setContentsMargins(Space::two, Space::half, Space::two, Space::one);
        auto *table = new MiniTable(theme, made);
        made->content()->addWidget(table);
        return table;
    };
    m_invoices = list(tr("Invoices"));
    m_events = list(tr("Events"));
    m_changes = list(tr("History"));
    connect(m_invoices, &MiniTable::opened, this,
            [this](const QString &key) { Q_EMIT openRequested(QStringLiteral("invoices"), key); });
    connect(m_events, &MiniTable::opened, this,
            [this](const QString &key) { Q_EMIT openRequested(QStringLiteral("webhooks"), key); });
}

void VendorDetailPane::showVendor(const QString &vendorCode)
{
    m_code = vendorCode;
    ++m_token;
    m_state->showLoading();
    m_stack->setCurrentWidget(m_state);
    if (!vendorCode.isEmpty())
        ask();
}

void VendorDetailPane::reload()
{
    if (!m_code.isEmpty())
        ask();
}

bool VendorDetailPane::isShown() const
{
    return m_stack->currentWidget() != m_state;
}

void VendorDetailPane::ask()
{
    const quint64 token = ++m_token;
    m_context.runner.run(
        this,
        [code = m_code, now = m_context.clock.now()](Session &session) {
            return getVendor(session, code, now);
        },
        [this, token](const Result<VendorDetail> &detail) {
            if (token != m_token)
                return;
            if (detail)
                fill(*detail);
            else if (!isShown())
                m_state->showFailed(detail.error());
        });
}

void VendorDetailPane::fill(const VendorDetail &detail)
{
    const VendorSummary &vendor = detail.summary;
    m_name->setFullText(vendor.name);
    m_email->setFullText(vendor.email);
    m_codeLabel->setValue(vendor.vendorCode);
    m_badge->setLook(vendor.status ? lookOf(*vendor.status) : StatusLook{});
    fillSubscription(detail);
    m_orders->setUsage(tr("Orders this month"), vendor.orders);
    m_products->setUsage(tr("Products"), vendor.products);
    m_team->setUsage(tr("Team members"), vendor.teamMembers);
    fillLists(detail);
    m_stack->setCurrentIndex(1);
    Q_EMIT shown();
}

void VendorDetailPane::fillSubscription(const VendorDetail &detail)
{
    const Subscription subscription = detail.subscription.value_or(Subscription{});
    const auto line = [this](QLabel *label, const QString &text) {
        label->setText(text);
        m_facts->setRowVisible(label, !text.isEmpty());
    };
    const auto when = [](const QDateTime &time) {
        return time.isValid() ? Formats::dateTime(time) : QString();
    };
    line(m_tier, Formats::orDash(subscription.tierName));
    line(m_price, priceText(subscription));
    line(m_period, periodText(subscription));
    m_period->setToolTip(
        tr("%1 to %2").arg(when(subscription.periodStart), when(subscription.periodEnd)));
    line(m_trial, subscription.status == SubscriptionStatus::Trial ? when(subscription.trialEndsAt)
                                                                   : QString());
    line(m_cancel, when(subscription.cancelAt));
    line(m_pastDue, pastDueText(subscription));
    line(m_payment, subscription.hasPaymentMethod ? tr("On file") : tr("None"));
    m_customer->setValue(subscription.stripeCustomerId);
    m_subscription->setValue(subscription.stripeSubscriptionId);
    m_priceId->setValue(subscription.stripePriceId);
}

void VendorDetailPane::fillLists(const VendorDetail &detail)
{
    const QDateTime now = m_context.clock.now();
    m_invoices->setRows(invoiceRows(detail.invoices), tr("No invoices yet"));
    m_events->setRows(eventRows(detail.events, now), tr("No events yet"));
    m_changes->setRows(changeRows(detail.changes), tr("Nothing has changed yet"));
}

} // namespace Orion
