#include "ui/pages/tiers/tiereditor.h"

#include "services/billing/tierservice.h"
#include "ui/pages/tiers/tiermerge.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/featureedit.h"
#include "ui/widgets/formats.h"
#include "ui/widgets/formfield.h"
#include "ui/widgets/limitedit.h"
#include "ui/widgets/moneyedit.h"
#include "ui/widgets/servicetexts.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Orion
{

TierEditor::TierEditor(Theme &theme, bool editable, const QString &whyNot, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_editable(editable)
    , m_whyNot(whyNot)
{
    buildUi();
    connectSignals();
}

void TierEditor::buildUi()
{
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *body = new QWidget(scroll);
    body->setObjectName(QStringLiteral("scrollBody"));
    m_form = body;
    auto *cards = new QVBoxLayout(body);
    cards->setContentsMargins(0, 0, Space::half, 0);
    cards->setSpacing(12);
    buildGeneral(cards);
    buildPrices(cards);
    buildLimits(cards);
    m_features = new FeatureEdit(body);
    addField(addCard(cards, tr("Features")), QStringLiteral("features"), tr("Included"),
             m_features);
    buildStripe(cards);
    cards->addStretch();
    scroll->setWidget(body);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(scroll, 1);
    layout->addWidget(buildFooter());
    setFocusProxy(m_name);
    m_form->setEnabled(m_editable);
    if (!m_editable)
        m_form->setToolTip(m_whyNot);
}

Card *TierEditor::addCard(QVBoxLayout *layout, const QString &title)
{
    auto *card = new Card(m_theme, title, m_form);
    layout->addWidget(card);
    return card;
}

FormField *TierEditor::addField(Card *card, const QString &name, const QString &label,
                                QWidget *field)
{
    auto *line = new FormField(label, field, card);
    card->content()->addWidget(line);
    m_fields.insert(name, line);
    return line;
}

void TierEditor::buildGeneral(QVBoxLayout *layout)
{
    Card *card = addCard(layout, tr("General"));
    m_name = new QLineEdit(card);
    m_code = new QLineEdit(card);
    m_code->setFont(m_theme.monospaceFont());
    m_order = new QSpinBox(card);
    m_order->setRange(0, 1'000'000);
    m_order->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_order->setAlignment(Qt::AlignRight);
    m_order->setFixedWidth(140);
    m_active = new QCheckBox(tr("On sale"), card);
    m_active->setMinimumHeight(Space::field);
    addField(card, QStringLiteral("name"), tr("Name"), m_name);
    addField(card, QStringLiteral("code"), tr("Code"), m_code);
    addField(card, QStringLiteral("display_order"), tr("Display order"), m_order)
        ->setHint(tr("The order of tiers: moving to a higher one is an upgrade."));
    addField(card, QStringLiteral("is_active"), tr("Sale"), m_active);
}

void TierEditor::buildPrices(QVBoxLayout *layout)
{
    Card *card = addCard(layout, tr("Prices"));
    m_currency = new QLineEdit(card);
    m_currency->setMaxLength(3);
    m_currency->setFixedWidth(140);
    m_monthly = new MoneyEdit(card);
    m_annual = new MoneyEdit(card);
    for (MoneyEdit *edit : {m_monthly, m_annual})
        edit->setFixedWidth(200);
    addField(card, QStringLiteral("currency"), tr("Currency"), m_currency);
    addField(card, QStringLiteral("price_monthly_cents"), tr("Monthly"), m_monthly);
    addField(card, QStringLiteral("price_annual_cents"), tr("Annual"), m_annual);
}

void TierEditor::buildLimits(QVBoxLayout *layout)
{
    Card *card = addCard(layout, tr("Limits"));
    m_orders = new LimitEdit(card);
    m_products = new LimitEdit(card);
    m_team = new LimitEdit(card);
    addField(card, QStringLiteral("orders_per_month"), tr("Orders a month"), m_orders);
    addField(card, QStringLiteral("products_limit"), tr("Products"), m_products);
    addField(card, QStringLiteral("team_members"), tr("Team members"), m_team);
}

void TierEditor::buildStripe(QVBoxLayout *layout)
{
    Card *card = addCard(layout, tr("Stripe"));
    m_stripeProduct = new QLineEdit(card);
    m_stripeMonthly = new QLineEdit(card);
    m_stripeAnnual = new QLineEdit(card);
    for (QLineEdit *edit : {m_stripeProduct, m_stripeMonthly, m_stripeAnnual})
        edit->setFont(m_theme.monospaceFont());
    m_stripeProduct->setPlaceholderText(QStringLiteral("prod_…"));
    m_stripeMonthly->setPlaceholderText(QStringLiteral("price_…"));
    m_stripeAnnual->setPlaceholderText(QStringLiteral("price_…"));
    addField(card, QStringLiteral("stripe_product_id"), tr("Product"), m_stripeProduct);
    addField(card, QStringLiteral("stripe_price_monthly_id"), tr("Monthly price"), m_stripeMonthly);
    addField(card, QStringLiteral("stripe_price_annual_id"), tr("Annual price"), m_stripeAnnual);
}

QWidget *TierEditor::buildFooter()
{
    auto *footer = new QWidget(this);
    m_notice = new QLabel(footer);
    m_notice->setWordWrap(true);
    m_notice->setProperty("tone", QStringLiteral("warning"));
    m_notice->hide();
    m_state = Formats::muted(new QLabel(footer));
    m_discard = new QPushButton(tr("Discard"), footer);
    m_save = new QPushButton(tr("Save"), footer);
    m_save->setProperty("look", QStringLiteral("primary"));
    if (m_editable)
        m_save->setToolTip(tr("Save (Ctrl+S)"));
    m_save->setMinimumWidth(88);
    if (!m_editable) {
        m_save->setToolTip(m_whyNot);
        m_discard->hide();
    }
    auto *line = new QHBoxLayout;
    line->setSpacing(Space::one);
    line->addWidget(m_state, 1);
    line->addWidget(m_discard);
    line->addWidget(m_save);
    auto *layout = new QVBoxLayout(footer);
    layout->setContentsMargins({});
    layout->setSpacing(Space::one);
    layout->addWidget(m_notice);
    layout->addLayout(line);
    return footer;
}

void TierEditor::connectSignals()
{
    for (QLineEdit *edit : {m_name, m_code, m_stripeProduct, m_stripeMonthly, m_stripeAnnual})
        connect(edit, &QLineEdit::textEdited, this, &TierEditor::validate);
    connect(m_currency, &QLineEdit::textEdited, this, [this](const QString &text) {
        const QString code = text.trimmed().toLower();
        m_monthly->setCurrency(code);
        m_annual->setCurrency(code);
        validate();
    });
    for (MoneyEdit *edit : {m_monthly, m_annual})
        connect(edit, &MoneyEdit::edited, this, &TierEditor::validate);
    for (LimitEdit *edit : {m_orders, m_products, m_team})
        connect(edit, &LimitEdit::edited, this, &TierEditor::validate);
    connect(m_order, &QSpinBox::valueChanged, this, &TierEditor::validate);
    connect(m_active, &QCheckBox::clicked, this, &TierEditor::validate);
    connect(m_features, &FeatureEdit::edited, this, &TierEditor::validate);
    connect(m_save, &QPushButton::clicked, this, &TierEditor::saveRequested);
    // Not the button's own shortcut, which would take the focus out of the field.
    auto *shortcut = new QShortcut(QKeySequence(QStringLiteral("Ctrl+S")), this);
    connect(shortcut, &QShortcut::activated, m_save, &QPushButton::click);
    connect(m_discard, &QPushButton::clicked, this, &TierEditor::discardRequested);
}

void TierEditor::setTier(const Tier &stored, const QStringList &knownFeatures)
{
    m_knownFeatures = knownFeatures;
    rebase(stored, stored);
}

void TierEditor::rebase(const Tier &stored, const Tier &mine)
{
    m_stored = stored;
    m_saving = false;
    setNotice({});
    fill(mine);
    m_code->setReadOnly(stored.id != 0);
    m_fields.value(QStringLiteral("code"))
        ->setHint(stored.id == 0 ? tr("Programs rely on the code; it cannot change later.")
                                 : QString());
    validate();
}

void TierEditor::fill(const Tier &tier)
{
    const QSignalBlocker quiet(m_order);
    m_name->setText(tier.name);
    m_code->setText(tier.code);
    m_order->setValue(tier.displayOrder);
    m_active->setChecked(tier.isActive);
    m_currency->setText(tier.currency.toUpper());
    m_monthly->setCurrency(tier.currency);
    m_annual->setCurrency(tier.currency);
    m_monthly->setAmount(tier.priceMonthlyCents);
    m_annual->setAmount(tier.priceAnnualCents);
    m_orders->setLimit(tier.ordersPerMonth);
    m_products->setLimit(tier.productsLimit);
    m_team->setLimit(tier.teamMembers);
    m_features->setFeatures(m_knownFeatures, tier.features);
    m_stripeProduct->setText(tier.stripeProductId);
    m_stripeMonthly->setText(tier.stripePriceMonthlyId);
    m_stripeAnnual->setText(tier.stripePriceAnnualId);
}

Tier TierEditor::edited() const
{
    Tier tier = m_stored;
    tier.name = m_name->text().trimmed();
    tier.code = m_code->text().trimmed();
    tier.displayOrder = m_order->value();
    tier.isActive = m_active->isChecked();
    tier.currency = m_currency->text().trimmed().toLower();
    tier.priceMonthlyCents = m_monthly->amount();
    tier.priceAnnualCents = m_annual->amount();
    tier.ordersPerMonth = m_orders->limit();
    tier.productsLimit = m_products->limit();
    tier.teamMembers = m_team->limit();
    tier.features = m_features->features();
    tier.stripeProductId = m_stripeProduct->text().trimmed();
    tier.stripePriceMonthlyId = m_stripeMonthly->text().trimmed();
    tier.stripePriceAnnualId = m_stripeAnnual->text().trimmed();
    return tier;
}

bool TierEditor::isDirty() const
{
    if (!m_editable)
        return false;
    // A text that is no amount or number has changed something too.
    const bool unreadable = !m_monthly->problem().isEmpty() || !m_annual->problem().isEmpty() ||
                            !m_orders->problem().isEmpty() || !m_products->problem().isEmpty() ||
                            !m_team->problem().isEmpty();
    return unreadable || !sameContent(m_stored, edited());
}

void TierEditor::validate()
{
    QMap<QString, QString> problems{{QStringLiteral("price_monthly_cents"), m_monthly->problem()},
                                    {QStringLiteral("price_annual_cents"), m_annual->problem()},
                                    {QStringLiteral("orders_per_month"), m_orders->problem()},
                                    {QStringLiteral("products_limit"), m_products->problem()},
                                    {QStringLiteral("team_members"), m_team->problem()}};
    const Tier now = edited();
    for (const FieldProblem &problem : checkTier(now)) {
        QString &text = problems[problem.field];
        if (text.isEmpty())
            text = ServiceTexts::shown(problem.message);
    }
    m_valid = true;
    const bool untouchedNew = m_stored.id == 0 && !isDirty();
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it) {
        const QString problem = problems.value(it.key());
        m_valid = m_valid && problem.isEmpty();
        // A form that nobody has touched is not shouted at.
        it.value()->setProblem(untouchedNew ? QString() : problem);
    }
    showStripeHints(now);
    updateButtons();
}

void TierEditor::showStripeHints(const Tier &now)
{
    const auto hint = [&](const char *field, bool changed, const QString &before,
                          const QString &after) {
        FormField *line = m_fields.value(QLatin1String(field));
        const bool drops = changed && !before.isEmpty() && before == after;
        line->setHintTone(drops ? "warning" : "muted");
        line->setHint(drops ? tr("A Stripe price cannot change its amount: saving clears %1. "
                                 "Present subscribers keep it; enter the id of the new price or "
                                 "run “orion-companion stripe setup”.")
                                  .arg(before)
                            : QString());
    };
    const bool currency = now.currency != m_stored.currency;
    hint("price_monthly_cents", currency || now.priceMonthlyCents != m_stored.priceMonthlyCents,
         m_stored.stripePriceMonthlyId, now.stripePriceMonthlyId);
    hint("price_annual_cents", currency || now.priceAnnualCents != m_stored.priceAnnualCents,
         m_stored.stripePriceAnnualId, now.stripePriceAnnualId);
}

void TierEditor::setSaving(bool saving)
{
    m_saving = saving;
    m_form->setEnabled(m_editable && !saving);
    updateButtons();
}

void TierEditor::setNotice(const QString &text)
{
    m_notice->setText(text);
    m_notice->setVisible(!text.isEmpty());
}

QString TierEditor::notice() const
{
    return m_notice->text();
}

void TierEditor::updateButtons()
{
    const bool dirty = isDirty();
    m_save->setEnabled(m_editable && dirty && m_valid && !m_saving);
    m_discard->setEnabled(dirty && !m_saving);
    if (!m_editable)
        m_state->setText(m_whyNot);
    else if (m_saving)
        m_state->setText(tr("Saving…"));
    else if (dirty)
        m_state->setText(m_valid ? tr("Unsaved changes") : tr("Some fields need a look"));
    else
        m_state->setText(m_stored.id == 0 ? tr("New tier")
                                          : tr("Saved · revision %1").arg(m_stored.revision));
}

} // namespace Orion
