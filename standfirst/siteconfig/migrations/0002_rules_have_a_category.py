from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("siteconfig", "0001_initial")]

    operations = [
        migrations.AddField("houserule", "category", models.CharField(choices=[('ANIMAL_WELFARE', 'animal welfare'), ('CONSUMER_INFORMATION', 'consumer information'), ('CYBER_VIOLENCE', 'cyber violence'), ('CYBER_VIOLENCE_AGAINST_WOMEN', 'cyber violence against women'), ('DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', 'data protection and privacy'), ('ILLEGAL_OR_HARMFUL_SPEECH', 'illegal or harmful speech'), ('INTELLECTUAL_PROPERTY_INFRINGEMENTS', 'intellectual property'), ('NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS', 'harm to civic discourse or elections'), ('OTHER_VIOLATION_TC', 'other breach of the house rules'), ('PROTECTION_OF_MINORS', 'protection of minors'), ('RISK_FOR_PUBLIC_SECURITY', 'risk for public security'), ('SCAMS_AND_FRAUD', 'scams and fraud'), ('SELF_HARM', 'self-harm'), ('UNSAFE_AND_PROHIBITED_PRODUCTS', 'unsafe or prohibited products'), ('VIOLENCE', 'violence')], db_comment="none", default="OTHER_VIOLATION_TC", max_length=60, verbose_name="category")),
        migrations.AddField("houserule", "keyword", models.CharField(blank=True, choices=[('HATE_SPEECH', 'hate speech'), ('DEFAMATION', 'defamation'), ('DISCRIMINATION', 'discrimination'), ('INCITEMENT_VIOLENCE_HATRED', 'incitement to violence or hatred'), ('ONLINE_BULLYING_INTIMIDATION', 'bullying or intimidation'), ('STALKING', 'stalking'), ('DISINFORMATION', 'disinformation'), ('MISINFORMATION', 'misinformation'), ('COPYRIGHT_INFRINGEMENT', 'copyright'), ('TRADEMARK_INFRINGEMENT', 'trade marks'), ('PHISHING', 'phishing'), ('INAUTHENTIC_ACCOUNTS', 'accounts that pretend'), ('TERRORIST_CONTENT', 'terrorist content'), ('CHILD_SEXUAL_ABUSE_MATERIAL', 'child sexual abuse material'), ('SUICIDE', 'suicide'), ('OTHER', 'something else')], db_comment="none", default="", max_length=60, verbose_name="what exactly")),
    ]
