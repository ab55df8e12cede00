#pragma once

#include "models/domain/tier.h"

#include <QMap>
#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace Orion
{

class Card;
class FeatureEdit;
class FormField;
class LimitEdit;
class MoneyEdit;
class Theme;

// The form for one tier. It knows the tier as it was stored and what the person made of it; the
// page saves. Lives on the GUI thread, owned by the page.
class TierEditor : public QWidget
{
    Q_OBJECT

public:
    TierEditor(Theme &theme, bool editable, const QString &whyNot, QWidget *parent = nullptr);

    // Shows a stored tier, or a new one (id 0). knownFeatures: of all tiers.
    void setTier(const Tier &stored, const QStringList &knownFeatures);
    // Shows mine on top of a newer stored version.
    void rebase(const Tier &stored, const Tier &mine);

    const Tier &stored() const { return m_stored; }
    Tier edited() const; // what the fields say
    bool isDirty() const;
    bool isValid() const { return m_valid; }
    void setSaving(bool saving);
    void setNotice(const QString &text); // above the buttons; empty: none
    QString notice() const;
    QPushButton *saveButton() const { return m_save; }

Q_SIGNALS:
    void saveRequested();
    void discardRequested();

private:
    void buildUi();
    Card *addCard(QVBoxLayout *layout, const QString &title);
    void buildGeneral(QVBoxLayout *layout);
    void buildPrices(QVBoxLayout *layout);
    void buildLimits(QVBoxLayout *layout);
    void buildStripe(QVBoxLayout *layout);
    QWidget *buildFooter();
    void connectSignals();
    FormField *addField(Card *card, const QString &name, const QString &label, QWidget *field);
    void fill(const Tier &tier);
    void validate();
    void showStripeHints(const Tier &now);
    void updateButtons();

    Theme &m_theme;
    const bool m_editable;
    const QString m_whyNot;
    Tier m_stored;
    QStringList m_knownFeatures;
    bool m_valid = true;
    bool m_saving = false;
    QWidget *m_form = nullptr;
    QMap<QString, FormField *> m_fields; // by the column's name
    QLineEdit *m_name = nullptr;
    QLineEdit *m_code = nullptr;
    QSpinBox *m_order = nullptr;
    QCheckBox *m_active = nullptr;
    QLineEdit *m_currency = nullptr;
    MoneyEdit *m_monthly = nullptr;
    MoneyEdit *m_annual = nullptr;
    LimitEdit *m_orders = nullptr;
    LimitEdit *m_products = nullptr;
    LimitEdit *m_team = nullptr;
    FeatureEdit *m_features = nullptr;
    QLineEdit *m_stripeProduct = nullptr;
    QLineEdit *m_stripeMonthly = nullptr;
    QLineEdit *m_stripeAnnual = nullptr;
    QLabel *m_notice = nullptr;
    QLabel *m_state = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_save = nullptr;
};

} // namespace Orion
